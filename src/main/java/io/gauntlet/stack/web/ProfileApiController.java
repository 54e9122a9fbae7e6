package io.gauntlet.stack.web;

import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.Profile;
import io.gauntlet.stack.Profiles;
import io.gauntlet.stack.SettingsSchema;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/profiles")
class ProfileApiController {

    private final Profiles profiles;

    ProfileApiController(Profiles profiles) {
        this.profiles = profiles;
    }

    record ProfileRequest(@Nullable String name, @Nullable Map<String, @Nullable Object> settings) {

        Map<String, @Nullable Object> given() {
            return settings == null ? Map.of() : settings;
        }
    }

    /** @param effective value of every path, defaults included */
    record ProfileView(String name, Map<String, Object> settings, Map<String, Object> effective, int version) {

        static ProfileView of(Profile profile) {
            var effective = new LinkedHashMap<String, Object>();
            SettingsSchema.flatten(profile.effective())
                    .forEach((path, value) -> effective.put(path, SettingsSchema.plain(value)));
            return new ProfileView(
                    profile.name().value(), new TreeMap<>(profile.settings()), effective, profile.version());
        }
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<ProfileView> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return profiles.page(after, Page.limit(limit)).map(ProfileView::of);
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<ProfileView> add(@RequestBody ProfileRequest request) {
        var profile = profiles.add(Objects.requireNonNullElse(request.name(), ""), request.given());
        return ResponseEntity.created(URI.create("/api/v1/profiles/" + profile.name()))
                .eTag(EntityTag.of(profile.version()))
                .body(ProfileView.of(profile));
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<ProfileView> get(@PathVariable String name) {
        return answer(profiles.get(new ResourceName(name)));
    }

    /** Changes the settings that are sent; a null value gives one back to the default. */
    @PatchMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<ProfileView> edit(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ProfileRequest request) {
        return answer(profiles.edit(new ResourceName(name), EntityTag.version(ifMatch), request.given()));
    }

    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<Void> remove(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        profiles.remove(new ResourceName(name), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<ProfileView> answer(Profile profile) {
        return ResponseEntity.ok().eTag(EntityTag.of(profile.version())).body(ProfileView.of(profile));
    }
}
