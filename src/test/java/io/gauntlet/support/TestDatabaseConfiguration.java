package io.gauntlet.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * PostgreSQL 18 for tests: a container where {@code -Dgauntlet.test.container=true} asks for it and an engine answers, else an
 * embedded server. The property is needed because an engine that cannot pull images blocks for minutes.
 */
@TestConfiguration(proxyBeanMethods = false)
@Import({TestDatabaseConfiguration.InContainer.class, TestDatabaseConfiguration.Embedded.class})
public class TestDatabaseConfiguration {

    /** Whether tests run against a container. */
    static class ContainerWanted implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Boolean.getBoolean("gauntlet.test.container")
                    && DockerClientFactory.instance().isDockerAvailable();
        }
    }

    /** The opposite of {@link ContainerWanted}. */
    static class EmbeddedWanted extends ContainerWanted {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    @Conditional(ContainerWanted.class)
    static class InContainer {

        @Bean
        @ServiceConnection
        @SuppressWarnings("resource") // Spring stops it
        PostgreSQLContainer postgres() {
            var image = System.getProperty("gauntlet.test.postgres-image", "postgres:18");
            return new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    @Conditional(EmbeddedWanted.class)
    static class Embedded {

        /** One server for the whole JVM; each application context gets a database of its own in it. */
        private static final class Server {

            static final EmbeddedPostgres INSTANCE = start();

            private static EmbeddedPostgres start() {
                try {
                    return EmbeddedPostgres.builder()
                            .setPGStartupWait(Duration.ofSeconds(60))
                            .setLocaleConfig("locale-provider", "builtin")
                            .setLocaleConfig("builtin-locale", "C.UTF-8")
                            .setLocaleConfig("locale", "C")
                            .setServerConfig("max_connections", "200")
                            .start();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        }

        @Bean
        JdbcConnectionDetails connectionDetails() throws java.sql.SQLException {
            var name = "t" + Long.toUnsignedString(System.nanoTime(), 36);
            try (var connection = Server.INSTANCE.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return "postgres";
                }

                @Override
                public String getPassword() {
                    return "postgres";
                }

                @Override
                public String getJdbcUrl() {
                    return "jdbc:postgresql://127.0.0.1:" + Server.INSTANCE.getPort() + "/" + name;
                }
            };
        }
    }
}
