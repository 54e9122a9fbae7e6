package io.gauntlet.stack;

import io.gauntlet.change.ConfigDocument;
import io.gauntlet.change.DocumentChange.Named;
import io.gauntlet.change.DocumentKind;
import io.gauntlet.kernel.ResourceName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Profiles as documents whose changes are kept. */
@Component
class ProfileDocuments implements DocumentKind {

    static final String KIND = "profile";

    private final Profiles profiles;

    ProfileDocuments(Profiles profiles) {
        this.profiles = profiles;
    }

    static Named of(String name, Map<String, Object> settings) {
        return new Named(name, ConfigDocument.of(Map.of(), SettingsText.write(settings)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String title() {
        return "profile";
    }

    @Override
    public Optional<ConfigDocument> find(String name) {
        return profiles.all().stream()
                .filter(profile -> profile.name().value().equals(name))
                .findFirst()
                .map(profile -> of(name, profile.settings()).document());
    }

    @Override
    public void add(String name, ConfigDocument document) {
        profiles.add(name, new LinkedHashMap<>(SettingsText.read(document.text())));
    }

    @Override
    public void edit(String name, ConfigDocument document) {
        var profile = profiles.get(new ResourceName(name));
        profiles.edit(profile.name(), profile.version(), SettingsText.change(profile.settings(), document.text()));
    }

    @Override
    public void remove(String name) {
        var profile = profiles.get(new ResourceName(name));
        profiles.remove(profile.name(), profile.version());
    }
}
