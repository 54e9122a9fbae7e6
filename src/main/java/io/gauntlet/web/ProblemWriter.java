package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a problem from where no controller is in reach: filters and the security chain. */
@Component
class ProblemWriter {

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    void write(Failure failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (!ApiPaths.isApi(request)) {
            response.sendError(failure.type().status().value());
            return;
        }
        response.setStatus(failure.type().status().value());
        failure.headers().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(json.writeValueAsBytes(failure.toProblem(ApiPaths.path(request))));
    }
}
