package io.gauntlet.routing;

import io.gauntlet.change.ConfigDocument;
import io.gauntlet.change.DocumentChange.Named;
import io.gauntlet.change.DocumentKind;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Routings as documents whose changes are kept. Of a secret only its name, the end that pages show, and a mark that changes with
 * every new value are in the document, so a change that replaced one is seen, and never quietly taken back by half.
 */
@Component
class RoutingDocuments implements DocumentKind {

    static final String KIND = "routing";

    private static final String SELECTOR = "selector";
    private static final String POSITION = "position";
    private static final String SECRET = "secret ";

    private final Routings routings;
    private final RoutingSecrets secrets;

    RoutingDocuments(Routings routings, RoutingSecrets secrets) {
        this.routings = routings;
        this.secrets = secrets;
    }

    /** @param marks of the secrets, by name */
    static Named of(Routing routing, Map<String, String> marks) {
        var settings = new TreeMap<String, String>();
        settings.put(SELECTOR, routing.selector().toString());
        settings.put(POSITION, Integer.toString(routing.position()));
        marks.forEach((name, mark) -> settings.put(SECRET + name, mark));
        return new Named(routing.name().value(), ConfigDocument.of(settings, routing.yaml()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String title() {
        return "routing";
    }

    @Override
    public Optional<ConfigDocument> find(String name) {
        return routings.find(new ResourceName(name))
                .map(routing -> of(routing, secrets.marks(routing.id().value())).document());
    }

    @Override
    public void add(String name, ConfigDocument document) {
        routings.add(new Routings.AddRouting(name, selector(document), position(document), document.text()));
    }

    @Override
    public void edit(String name, ConfigDocument document) {
        var routing = existing(name);
        routings.edit(new Routings.EditRouting(
                routing.id(), routing.version(), selector(document), position(document), document.text()));
    }

    @Override
    public void remove(String name) {
        var routing = existing(name);
        routings.remove(routing.id(), routing.version());
    }

    private Routing existing(String name) {
        return routings.find(new ResourceName(name)).orElseThrow(() -> new DomainException.NotFound(title(), name));
    }

    private static LabelSelector selector(ConfigDocument document) {
        return LabelSelector.parse(document.setting(SELECTOR));
    }

    private static int position(ConfigDocument document) {
        return Integer.parseInt(document.setting(POSITION));
    }
}
