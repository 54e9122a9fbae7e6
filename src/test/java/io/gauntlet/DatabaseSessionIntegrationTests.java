package io.gauntlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.support.IntegrationTest;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What holds for every connection to the database, whatever its address says. */
@IntegrationTest
class DatabaseSessionIntegrationTests {

    @Autowired
    DataSource source;

    @Test
    void aTransactionThatNobodyGoesOnWithIsEndedByTheServer() {
        assertThat(JdbcClient.create(source)
                        .sql("show idle_in_transaction_session_timeout")
                        .query(String.class)
                        .single())
                .isEqualTo("30s");
    }

    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForForEver() throws SQLException {
        try (var connection = source.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
        }
    }
}
