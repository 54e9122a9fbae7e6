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

    @Bean
    ApprovalsService approvals(
            JdbcClient jdbc,
            PlanWorker.Stores stores,
            Clusters clusters,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        return new ApprovalsService(
                new ApprovalStore(jdbc),
                stores.plans(),
                clusters,
                new TransactionTemplate(transactions),
                events,
                clock);
    }
}
