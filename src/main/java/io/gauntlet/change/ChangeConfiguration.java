package io.gauntlet.change;

import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class ChangeConfiguration {

    @Bean
    ChangeStore changeStore(JdbcClient jdbc) {
        return new ChangeStore(jdbc);
    }

    @Bean
    ChangeLog changeLog(ChangeStore store, ApplicationEventPublisher events, Clock clock) {
        return new ChangeLogService(store, events, clock);
    }

    @Bean
    Changes changes(ChangeStore store, List<DocumentKind> kinds, ApplicationEventPublisher events) {
        return new ChangesService(store, kinds, events);
    }
}
