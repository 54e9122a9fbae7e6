package io.gauntlet.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Shows in the report whether the statements were also asked of a real API server. */
class RealApiContractTests extends ContractSuite {

    @Test
    void aRealServerWasAskedToo() {
        requireReal();
        everywhere((api, namespace) ->
                assertThat(api.get("/version").text("/gitVersion")).startsWith("v1."));
    }
}
