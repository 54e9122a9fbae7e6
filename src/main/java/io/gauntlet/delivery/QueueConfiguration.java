package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.PlanWorker.Stores;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what pushes without a person at the button: what was asked for in advance, and what waits for its cluster. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

    @Bean
    QueueStore queueStore(JdbcClient jdbc) {
        return new QueueStore(jdbc);
    }

    @Bean
    PushQueueService pushQueue(
            QueueStore queue,
            Stores stores,
            RolloutsService.RolloutTables tables,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        return new PushQueueService(
                new PushQueueService.Tables(queue, stores.plans(), stores.deliveries(), tables.events()),
                new TransactionTemplate(transactions),
                events,
                clock);
    }

    @Bean
    QueueWorker.Pushing queuePushing(
            QueueStore queue, Stores stores, RolloutsService.Conducted conducted, RolloutsService rollouts) {
        return new QueueWorker.Pushing(queue, stores.plans(), conducted, rollouts);
    }

    @Bean
    QueueWorker queueWorker(
            QueueWorker.Pushing pushing,
            Clusters clusters,
            ClusterConnections connections,
            PlatformTransactionManager transactions,
            PlansService.Parts parts) {
        return new QueueWorker(
                pushing,
                new QueueWorker.Fleet(clusters, connections),
                new TransactionTemplate(transactions),
                parts,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    @Bean
    Retries retries(
            Clusters clusters,
            Stores stores,
            RolloutsService.RolloutTables tables,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        return new RetriesService(
                clusters, stores.plans(), tables.queries(), new TransactionTemplate(transactions), events, parts);
    }

    @Bean
    Workers.Crew deliveryCrew(
            PlanWorker plans, RolloutWorker rollouts, WaveWorker waves, IntentWorker intents, QueueWorker queue) {
        return new Workers.Crew(plans, rollouts, waves, intents, queue);
    }

    @Bean
    AutomaticPlans automaticPlans(JdbcClient jdbc, Stores stores, Clusters clusters, PlansService.Parts parts) {
        return new AutomaticPlans(stores, new RevisionQueries(jdbc), clusters, parts);
    }

    @Bean
    IntentWorker intentWorker(
            Stores stores,
            RolloutsService rollouts,
            AutomaticPlans automatic,
            PushQueueService queue,
            PlatformTransactionManager transactions,
            PlansService.Parts parts) {
        return new IntentWorker(stores, rollouts, automatic, queue, new TransactionTemplate(transactions), parts);
    }
}
