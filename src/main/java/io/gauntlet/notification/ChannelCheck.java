package io.gauntlet.notification;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.notification.ChannelStore.Row;
import io.gauntlet.notification.ChannelStore.Settings;
import io.gauntlet.notification.NotificationChannel.Kind;
import io.gauntlet.notification.NotificationChannels.AddChannel;
import io.gauntlet.notification.NotificationChannels.EditChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what a person enters into what is stored, or says everything that is wrong with it. */
final class ChannelCheck {

    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 500;
    private static final int LONGEST_SELECTOR = 1_000;

    private final ChannelSecrets secrets;
    private final Sender sender;

    ChannelCheck(ChannelSecrets secrets, Sender sender) {
        this.secrets = secrets;
        this.sender = sender;
    }

    Settings settings(UUID id, AddChannel command) {
        var problems = new ArrayList<FieldProblem>();
        ResourceName.problem("name", command.name()).ifPresent(problems::add);
        var target = target(command.kind(), command.url(), problems);
        var signing = signing(command.kind(), command.signingSecret(), problems);
        topics(command.topics(), problems);
        var selector = selector(command.selector(), problems);
        if (target == null || !problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return new Settings(
                target.origin(),
                secrets.sealUrl(id, command.url()),
                command.url().hint(),
                signing == null ? null : secrets.sealSigningSecret(id, signing),
                signing == null ? null : signing.hint(),
                command.topics(),
                selector,
                command.enabled());
    }

    Settings settings(Row before, EditChannel command) {
        var problems = new ArrayList<FieldProblem>();
        var stored = before.settings();
        var url = command.url();
        var target = url == null ? null : target(before.kind(), url, problems);
        var signing = signing(before.kind(), command.signingSecret(), problems);
        var topics = Objects.requireNonNullElse(command.topics(), stored.topics());
        topics(topics, problems);
        var selector = selector(Objects.requireNonNullElse(command.selector(), stored.selector()), problems);
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        var kept = command.signingSecret() == null;
        return new Settings(
                target == null ? stored.origin() : target.origin(),
                url == null ? stored.url() : secrets.sealUrl(before.id(), url),
                url == null ? stored.urlHint() : url.hint(),
                kept
                        ? stored.signingSecret()
                        : signing == null ? null : secrets.sealSigningSecret(before.id(), signing),
                kept ? stored.signingHint() : signing == null ? null : signing.hint(),
                topics,
                selector,
                Objects.requireNonNullElse(command.enabled(), stored.enabled()));
    }

    private @Nullable Target target(Kind kind, Secret url, List<FieldProblem> problems) {
        try {
            var target = Target.parse(url);
            var refusal = sender.refusal(target);
            refusal.ifPresent(reason -> problems.add(
                    new FieldProblem("url", reason, "Enter the address of a receiver that may be reached.")));
            if (refusal.isEmpty() && kind == Kind.SLACK && target.path().length() < 2) {
                problems.add(new FieldProblem(
                        "url",
                        "It is not the URL of an incoming webhook: it has no path.",
                        "Copy the whole URL, such as https://hooks.slack.com/services/…"));
            }
            return target;
        } catch (DomainException.Invalid unreadable) {
            problems.addAll(unreadable.problems());
            return null;
        }
    }

    private static @Nullable Secret signing(Kind kind, @Nullable Secret secret, List<FieldProblem> problems) {
        if (secret == null || secret.isBlank()) {
            return null;
        }
        if (kind == Kind.SLACK) {
            problems.add(new FieldProblem(
                    "signingSecret",
                    "Slack does not check signatures.",
                    "Leave it empty; the URL itself is the secret."));
        }
        var length = secret.reveal().length();
        if (length < SHORTEST_SECRET || length > LONGEST_SECRET) {
            problems.add(new FieldProblem(
                    "signingSecret",
                    "The secret is too short to be one, or too long.",
                    "Use " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " random characters: openssl rand -hex 32"));
        }
        return secret;
    }

    private static void topics(Set<Topic> topics, List<FieldProblem> problems) {
        if (topics.isEmpty()) {
            problems.add(new FieldProblem(
                    "events", "No event is chosen, so nothing would ever be sent.", "Choose at least one."));
        }
    }

    private static String selector(String text, List<FieldProblem> problems) {
        if (text.length() > LONGEST_SELECTOR) {
            problems.add(new FieldProblem(
                    "selector", "The selector is too long.", "Use at most " + LONGEST_SELECTOR + " characters."));
            return "";
        }
        try {
            return LabelSelector.parse(text).toString();
        } catch (DomainException.Invalid unreadable) {
            problems.addAll(unreadable.problems());
            return "";
        }
    }
}
