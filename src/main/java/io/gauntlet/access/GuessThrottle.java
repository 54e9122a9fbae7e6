package io.gauntlet.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts attempts to sign in, per account and source and per source, in the database, so that all instances share them. An
 * attempt is counted before the password is looked at, so parallel guesses cannot overtake the count. Only the source that
 * guessed is held back: strangers cannot lock an account for its owner.
 */
@Component
class GuessThrottle {

    private static final String ALL_ACCOUNTS = "source";
    private static final int CEILING = 1_000_000;

    private final JdbcClient jdbc;
    private final AccessProperties properties;
    private final Clock clock;

    GuessThrottle(JdbcClient jdbc, AccessProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** Whether a further attempt is allowed; it is counted either way. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public boolean admit(String account, String source) {
        var network = network(source);
        // The source first: a flood of made-up names then writes no rows of its own.
        return count(ALL_ACCOUNTS, network) <= properties.guessesPerSource()
                && count("account:" + account, network) <= properties.guesses();
    }

    /** Forgets the attempts of somebody who signed in. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void forgive(String account, String source) {
        var network = network(source);
        jdbc.sql("DELETE FROM sign_in_attempt WHERE account = :account AND source = :source")
                .param("account", TokenValues.hash("account:" + account))
                .param("source", network)
                .update();
        jdbc.sql("UPDATE sign_in_attempt SET attempts = greatest(attempts - 1, 0)"
                        + " WHERE account = :account AND source = :source")
                .param("account", TokenValues.hash(ALL_ACCOUNTS))
                .param("source", network)
                .update();
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
    @Transactional
    public void sweep() {
        jdbc.sql("DELETE FROM sign_in_attempt WHERE since < :start")
                .param("start", windowStart())
                .update();
    }

    private int count(String account, String source) {
        return jdbc.sql("""
                        INSERT INTO sign_in_attempt AS a (account, source, attempts, since)
                        VALUES (:account, :source, 1, :now)
                        ON CONFLICT (account, source) DO UPDATE SET
                            attempts = CASE WHEN a.since < :start THEN 1 ELSE least(a.attempts + 1, :ceiling) END,
                            since = CASE WHEN a.since < :start THEN :now ELSE a.since END
                        RETURNING attempts
                        """)
                .param("account", TokenValues.hash(account))
                .param("source", source)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("start", windowStart())
                .param("ceiling", CEILING)
                .query(Integer.class)
                .single();
    }

    private OffsetDateTime windowStart() {
        return clock.instant().minus(properties.guessWindow()).atOffset(ZoneOffset.UTC);
    }

    /** One subscriber of IPv6 has a whole /64, so that counts as one source. */
    static String network(String source) {
        if (source.indexOf(':') < 0 || !source.matches("[0-9a-fA-F:.%a-z]{2,64}")) {
            return source.length() > 64 ? source.substring(0, 64) : source;
        }
        try {
            // A literal with colons is never looked up.
            if (InetAddress.getByName(source) instanceof Inet6Address address) {
                var bytes = address.getAddress();
                return String.format(
                        Locale.ROOT,
                        "%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64",
                        bytes[0],
                        bytes[1],
                        bytes[2],
                        bytes[3],
                        bytes[4],
                        bytes[5],
                        bytes[6],
                        bytes[7]);
            }
            return source;
        } catch (UnknownHostException notAnAddress) {
            return "unknown";
        }
    }
}
