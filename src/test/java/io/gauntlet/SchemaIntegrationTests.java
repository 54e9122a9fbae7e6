package io.gauntlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.support.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IntegrationTest
class SchemaIntegrationTests {

    @Autowired
    JdbcClient jdbc;

    @Test
    void runsOnPostgres18() {
        assertThat(jdbc.sql("SHOW server_version_num").query(Integer.class).single())
                .isBetween(180_000, 189_999);
    }
}
