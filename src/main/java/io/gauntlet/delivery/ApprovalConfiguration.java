package io.gauntlet.delivery;

import io.gauntlet.cluster.Clusters;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together who has to agree. */
@Configuration(proxyBeanMethods = false)
class ApprovalConfiguration {

    /** How and when something is announced to other modules. */
    record Announcing(ApplicationEventPublisher events, Clock clock) {}

    @Bean
    Announcing announcing(ApplicationEventPublisher events, Clock clock) {
        return new Announcing(events, clock);
    }

    @Bean
    ApprovalsService approvals(
            JdbcClient jdbc,
            PlanWorker.Stores stores,
            RolloutsService.RolloutTables tables,
            Clusters clusters,
            PlatformTransactionManager transactions,
            Announcing announcing) {
        return new ApprovalsService(
                new ApprovalsService.Tables(new ApprovalStore(jdbc), stores.plans(), tables.events()),
                clusters,
                new TransactionTemplate(transactions),
                announcing.events(),
                announcing.clock());
    }
}
