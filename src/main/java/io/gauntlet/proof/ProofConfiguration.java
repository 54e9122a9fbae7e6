package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterConnections;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class ProofConfiguration {

    @Bean
    LoadProofs loadProofs(ClusterConnections connections, Clock clock) {
        return new PodProofs(connections, clock);
    }
}
