package io.gauntlet.adoption;

import io.gauntlet.adoption.AdoptionService.Saving;
import io.gauntlet.adoption.Importer.Modules;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Plans;
import io.gauntlet.routing.Routings;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.stack.Stacks;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what adopts a running stack. */
@Configuration(proxyBeanMethods = false)
class AdoptionConfiguration {

    @Bean
    Modules adoptionModules(RuleGroups rules, Routings routings, Buckets buckets, Stacks stacks) {
        return new Modules(rules, routings, buckets, stacks);
    }

    @Bean
    Looker adoptionLooker(
            ClusterConnections connections, Modules modules, PlatformTransactionManager transactions, Clock clock) {
        var trials = new Trials(new TransactionTemplate(transactions), modules.buckets(), modules.stacks());
        return new Looker(connections, modules, trials, clock);
    }

    @Bean
    Adoptions adoptions(
            Clusters clusters, Plans plans, JdbcClient jdbc, Looker looker, Modules modules, Saving saving) {
        return new AdoptionService(clusters, plans, new AdoptionStore(jdbc), looker, new Importer(modules), saving);
    }

    @Bean
    Saving adoptionSaving(PlatformTransactionManager transactions, ApplicationEventPublisher events) {
        return new Saving(new TransactionTemplate(transactions), events);
    }
}
