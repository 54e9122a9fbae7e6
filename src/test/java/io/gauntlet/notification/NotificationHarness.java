package io.gauntlet.notification;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.zaxxer.hikari.HikariDataSource;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.BackOff;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.notification.NotificationChannel.Kind;
import io.gauntlet.notification.NotificationChannels.AddChannel;
import io.gauntlet.support.SettableClock;
import io.gauntlet.support.TestDatabaseConfiguration;
import io.gauntlet.vault.Vault;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The module on a real database and without Spring, with a log that the test writes. */
final class NotificationHarness implements AutoCloseable {

    static final Secret SIGNING = Secret.of("a signing secret of a test");

    final HikariDataSource source = new HikariDataSource();
    final JdbcClient jdbc;
    final SettableClock clock = SettableClock.atNoon();
    final MemoryLog log = new MemoryLog(clock);
    final List<Object> audited = Collections.synchronizedList(new ArrayList<>());
    final NotificationProperties properties;
    final Delivery.Stores stores;
    final NotificationChannels channels;
    private final List<Cluster> fleet = new ArrayList<>();
    private final Clusters clusters = mock(Clusters.class);
    private final Ids ids = Ids.timeOrdered(clock);
    private final Sender sender;
    private final Delivery.Post post;

    NotificationHarness() {
        this(properties(true));
    }

    NotificationHarness(NotificationProperties properties) {
        this.properties = properties;
        try (var context = new AnnotationConfigApplicationContext(TestDatabaseConfiguration.class)) {
            var details = context.getBean(JdbcConnectionDetails.class);
            source.setJdbcUrl(details.getJdbcUrl());
            source.setUsername(details.getUsername());
            source.setPassword(details.getPassword());
        }
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(source);
        when(clusters.all()).thenAnswer(call -> List.copyOf(fleet));
        var json = JsonMapper.builder().build();
        var secrets = new ChannelSecrets(new PlainVault());
        stores = new Delivery.Stores(new ChannelStore(jdbc, json), secrets, new CursorStore(jdbc, properties.lease()));
        sender = sender(properties);
        post = new Delivery.Post(
                new Messages(sentences("https://gauntlet.example.test"), json, clock),
                sender,
                new BackOff(properties.firstRetry(), properties.longestRetry(), () -> 1));
        var changes = new ChannelsService.Changes(
                new TransactionTemplate(new JdbcTransactionManager(source)), audited::add, ids, clock);
        channels = new ChannelsService(stores, new ChannelCheck(secrets, sender), log, post, changes);
    }

    static NotificationProperties properties(boolean local) {
        return new NotificationProperties(
                true,
                local,
                List.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                8,
                "");
    }

    static Sentences sentences(String linkBase) {
        var texts = new ResourceBundleMessageSource();
        texts.setBasename("messages/notification");
        texts.setDefaultEncoding("UTF-8");
        return new Sentences(texts, linkBase);
    }

    private Sender sender(NotificationProperties chosen) {
        try {
            return new Sender(
                    new ReceiverAddresses(chosen, InetAddress::getAllByName),
                    SSLContext.getDefault(),
                    chosen.timeout(),
                    clock);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One process of the control plane. */
    Dispatcher process() {
        var delivery = new Delivery(stores, log, new Recipients(clusters, log), post, properties.maxAge(), clock);
        return new Dispatcher(
                stores.cursors(), log, delivery, properties, ids.next().toString(), clock);
    }

    void cluster(String name, Map<String, String> labels) {
        fleet.add(new Cluster(
                new ClusterId(ids.next()),
                new ResourceName(name),
                name,
                new ResourceName("monitoring"),
                LabelSet.of(labels),
                "https://" + name + ".example.test",
                Cluster.State.ACTIVE,
                Optional.empty(),
                false,
                clock.instant(),
                0));
    }

    NotificationChannel webhook(String name, String url) {
        return add(name, Kind.WEBHOOK, url, SIGNING, EnumSet.allOf(Topic.class), "");
    }

    NotificationChannel add(
            String name, Kind kind, String url, @Nullable Secret signing, Set<Topic> topics, String selector) {
        return channels.add(new AddChannel(name, kind, Secret.of(url), signing, topics, selector, true));
    }

    NotificationChannel.Progress progress(String name) {
        return channels.get(new ResourceName(name)).progress();
    }

    /** The wait of every channel that was put off is over. */
    void due() {
        jdbc.sql("update notification_cursor set due_at = clock_timestamp()").update();
    }

    /** What happens to the claims of a process that was killed. */
    void leasesRunOut() {
        jdbc.sql("update notification_cursor set lease_until = clock_timestamp() - interval '1 second'"
                        + " where lease_until is not null")
                .update();
    }

    @Override
    public void close() {
        sender.close();
        source.close();
    }

    /** Binds to the place without hiding; the cipher is tested elsewhere. */
    private static final class PlainVault implements Vault {

        @Override
        public byte[] seal(Secret secret, Place place) {
            return Base64.getEncoder().encode((place + "\n" + secret.reveal()).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Secret open(byte[] sealed, Place place) {
            var text = new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
            if (!text.startsWith(place + "\n")) {
                throw new IllegalStateException("sealed for another place");
            }
            return Secret.of(text.substring(text.indexOf('\n') + 1));
        }
    }
}
