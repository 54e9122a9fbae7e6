package io.gauntlet.delivery;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what reads the numbered events. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    FleetEvents fleetEvents(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Signals signals,
            DeliveryProperties properties,
            Clock clock) {
        return new FleetEventLog(
                jdbc,
                new EventNumbers(jdbc, new TransactionTemplate(transactions)),
                signals.rolloutsChanged(),
                properties.poll(),
                clock);
    }
}
