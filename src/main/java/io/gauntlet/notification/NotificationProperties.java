package io.gauntlet.notification;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How channels are reached and served.
 *
 * @param workers        whether this process delivers
 * @param allowLocal     whether receivers may be on this machine, and plain http may be used there and in private networks
 * @param deniedNetworks more networks that are never connected to, in CIDR form; link-local ones always are denied
 * @param timeout        time until the whole answer of a receiver is there
 * @param lease          how long a silent process keeps a channel
 * @param poll           how often events of other processes are looked for
 * @param firstRetry     wait after the first failure; doubles from there
 * @param longestRetry   longest wait between two tries, where the receiver asks for none that is longer
 * @param maxAge         events that are older are not sent any more
 * @param atOnce         channels that one process serves at the same time
 * @param linkBase       address of this installation for links in messages, such as https://gauntlet.example.com; may be empty
 */
@Validated
@ConfigurationProperties("gauntlet.notification")
record NotificationProperties(
        @DefaultValue("true") boolean workers,
        @DefaultValue("false") boolean allowLocal,
        @DefaultValue({}) List<String> deniedNetworks,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("5m") Duration longestRetry,
        @DefaultValue("24h") Duration maxAge,
        @DefaultValue("8") @Min(1) @Max(100) int atOnce,
        @DefaultValue("") String linkBase) {

    static final String ALLOW_LOCAL = "gauntlet.notification.allow-local";
    static final String DENIED_NETWORKS = "gauntlet.notification.denied-networks";

    NotificationProperties {
        linkBase = linkBase.replaceAll("/+$", "");
        if (lease.compareTo(timeout.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "gauntlet.notification.lease has to be at least three times the timeout");
        }
        if (!linkBase.isEmpty() && !linkBase.matches("https?://[A-Za-z0-9.:\\[\\]_/-]+")) {
            throw new IllegalArgumentException("gauntlet.notification.link-base has to be an http or https address");
        }
    }
}
