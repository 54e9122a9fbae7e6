package io.gauntlet.bootstrap;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/**
 * Starts a PostgreSQL in the working directory when no database is configured: neither {@code spring.datasource.url} nor
 * connection details of a container.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnMissingBean(JdbcConnectionDetails.class)
@ConditionalOnProperty(name = "spring.datasource.url", havingValue = "\0unset", matchIfMissing = true)
@EnableConfigurationProperties(HomeProperties.class)
class EmbeddedPostgresAutoConfiguration {

    @Bean
    JdbcConnectionDetails embeddedDatabase(HomeProperties properties) {
        return EmbeddedDatabase.start(properties.home());
    }
}
