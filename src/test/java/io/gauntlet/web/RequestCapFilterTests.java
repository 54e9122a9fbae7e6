package io.gauntlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class RequestCapFilterTests {

    private static final int CAP = 4 << 20;

    private final RequestCapFilter filter =
            new RequestCapFilter(new ProblemWriter(JsonMapper.builder().build()));
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain chain = new MockFilterChain();

    /** A request that names its length, or none. */
    private static MockHttpServletRequest request(int length, boolean named) {
        var request = new MockHttpServletRequest("POST", "/api/v1/clusters") {
            @Override
            public long getContentLengthLong() {
                return named ? super.getContentLengthLong() : -1;
            }
        };
        request.setContent(new byte[length]);
        return request;
    }

    @Test
    void bodyOfTheLargestSizePasses() throws Exception {
        filter.doFilter(request(CAP, true), response, chain);

        assertThat(chain.getRequest()).isNotNull();
    }

    @Test
    void largerBodyIsRefusedUnread() throws Exception {
        filter.doFilter(request(CAP + 1, true), response, chain);

        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(chain.getRequest()).isNull();
    }

    @Test
    void bodyWithoutALengthIsCountedWhileRead() throws Exception {
        filter.doFilter(request(CAP + 1, false), response, chain);
        var request = chain.getRequest();

        assertThat(request).isNotNull();
        assertThatThrownBy(() -> request.getInputStream().readAllBytes()).isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void packedBodyIsRefused() throws Exception {
        var request = request(10, true);
        request.addHeader("Content-Encoding", "gzip");

        filter.doFilter(request, response, chain);

        assertThat(response.getStatus()).isEqualTo(415);
    }
}
