package io.gauntlet.notification.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.notification.NotificationChannel;
import io.gauntlet.notification.NotificationChannels;
import io.gauntlet.notification.NotificationChannels.AddChannel;
import io.gauntlet.notification.NotificationChannels.EditChannel;
import io.gauntlet.notification.Topic;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
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

/** Channels by REST. URL and signing secret are written and never read. */
@RestController
@RequestMapping("/api/v1/notification-channels")
class ChannelApiController {

    private final NotificationChannels channels;

    ChannelApiController(NotificationChannels channels) {
        this.channels = channels;
    }

    /** A new channel; without {@code events} it is told everything. */
    record AddRequest(
            @Nullable String name,
            @Nullable String kind,
            @Nullable String url,
            @Nullable String signingSecret,
            @Nullable List<String> events,
            @Nullable String selector,
            @Nullable Boolean enabled) {

        AddChannel toCommand() {
            return new AddChannel(
                    Objects.requireNonNullElse(name, ""),
                    kindOf(kind),
                    Secret.of(Objects.requireNonNullElse(url, "")),
                    secretOf(signingSecret),
                    Objects.requireNonNullElse(topicsOf(events), EnumSet.allOf(Topic.class)),
                    Objects.requireNonNullElse(selector, ""),
                    Objects.requireNonNullElse(enabled, true));
        }

        /** Nothing that may be secret: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "AddRequest[" + name + "]";
        }
    }

    /** A change; what is not sent stays, and an empty signing secret takes it away. */
    record EditRequest(
            @Nullable String url,
            @Nullable String signingSecret,
            @Nullable List<String> events,
            @Nullable String selector,
            @Nullable Boolean enabled) {

        /** Nothing that may be secret: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "EditRequest[" + enabled + "]";
        }
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<ChannelResource> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return channels.page(after, Page.limit(limit)).map(ChannelResource::of);
    }

    @PostMapping
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<ChannelResource> add(@RequestBody AddRequest request) {
        var channel = channels.add(request.toCommand());
        return ResponseEntity.created(URI.create("/api/v1/notification-channels/" + channel.name()))
                .eTag(EntityTag.of(channel.version()))
                .body(ChannelResource.of(channel));
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<ChannelResource> get(@PathVariable String name) {
        return answer(channels.get(new ResourceName(name)));
    }

    @PatchMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<ChannelResource> edit(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody EditRequest request) {
        return answer(channels.edit(new EditChannel(
                new ResourceName(name),
                EntityTag.version(ifMatch),
                secretOf(request.url()),
                secretOf(request.signingSecret()),
                topicsOf(request.events()),
                request.selector(),
                request.enabled())));
    }

    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<Void> remove(
            @PathVariable String name,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        channels.remove(new ResourceName(name), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{name}/test")
    @PreAuthorize("hasRole('ADMIN')")
    ChannelResource.TestResource test(@PathVariable String name) {
        return ChannelResource.TestResource.of(channels.test(new ResourceName(name)));
    }

    private static ResponseEntity<ChannelResource> answer(NotificationChannel channel) {
        return ResponseEntity.ok().eTag(EntityTag.of(channel.version())).body(ChannelResource.of(channel));
    }

    /** The kind with this name. */
    static NotificationChannel.Kind kindOf(@Nullable String text) {
        return Arrays.stream(NotificationChannel.Kind.values())
                .filter(kind -> ChannelResource.word(kind).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> DomainException.Invalid.of(
                        "kind", "The kind of channel is missing or not known.", "Use webhook or slack."));
    }

    private static @Nullable Secret secretOf(@Nullable String text) {
        return text == null ? null : Secret.of(text);
    }

    private static @Nullable Set<Topic> topicsOf(@Nullable List<String> events) {
        return events == null
                ? null
                : events.stream().map(text -> Topic.parse(String.valueOf(text))).collect(Collectors.toSet());
    }
}
