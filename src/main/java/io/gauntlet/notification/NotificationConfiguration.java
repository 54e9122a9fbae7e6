package io.gauntlet.notification;

import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.kernel.BackOff;
import io.gauntlet.kernel.Ids;
import io.gauntlet.vault.Vault;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

    @Bean
    Delivery.Stores notificationStores(
            JdbcClient jdbc, JsonMapper json, Vault vault, NotificationProperties properties) {
        return new Delivery.Stores(
                new ChannelStore(jdbc, json), new ChannelSecrets(vault), new CursorStore(jdbc, properties.lease()));
    }

    @Bean
    Sender notificationSender(NotificationProperties properties, Clock clock) throws NoSuchAlgorithmException {
        var addresses = new ReceiverAddresses(properties, InetAddress::getAllByName);
        return new Sender(addresses, SSLContext.getDefault(), properties.timeout(), clock);
    }

    @Bean
    Delivery.Post notificationPost(
            Sender sender, MessageSource texts, JsonMapper json, NotificationProperties properties, Clock clock) {
        var messages = new Messages(new Sentences(texts, properties.linkBase()), json, clock);
        var backOff = new BackOff(
                properties.firstRetry(),
                properties.longestRetry(),
                () -> ThreadLocalRandom.current().nextDouble());
        return new Delivery.Post(messages, sender, backOff);
    }

    @Bean
    Dispatcher notificationDispatcher(
            Delivery.Stores stores,
            Delivery delivery,
            FleetEvents events,
            NotificationProperties properties,
            Ids ids,
            Clock clock) {
        return new Dispatcher(
                stores.cursors(), events, delivery, properties, ids.next().toString(), clock);
    }

    @Bean
    Delivery notificationDelivery(
            Delivery.Stores stores,
            FleetEvents events,
            Clusters clusters,
            Delivery.Post post,
            NotificationProperties properties,
            Clock clock) {
        return new Delivery(stores, events, new Recipients(clusters, events), post, properties.maxAge(), clock);
    }

    @Bean
    ChannelsService.Changes notificationChanges(
            PlatformTransactionManager transactions, ApplicationEventPublisher events, Ids ids, Clock clock) {
        return new ChannelsService.Changes(new TransactionTemplate(transactions), events, ids, clock);
    }

    @Bean
    NotificationChannels notificationChannels(
            Delivery.Stores stores,
            FleetEvents log,
            Sender sender,
            Delivery.Post post,
            ChannelsService.Changes changes) {
        return new ChannelsService(stores, new ChannelCheck(stores.secrets(), sender), log, post, changes);
    }
}
