package io.gauntlet.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gauntlet.kernel.FieldProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of every error answer of the API (RFC 9457). */
@Schema(description = "What went wrong (RFC 9457), with field, reason and fix where the input is to blame.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        @Schema(description = "Kind of problem; stable", example = "urn:gauntlet:problem:invalid")
        String type,

        @Schema(description = "The kind in words") String title,

        @Schema(description = "HTTP status", example = "422")
        int status,

        @Schema(description = "What went wrong in this case")
        String detail,

        @Schema(description = "Path of the request") String instance,

        @Schema(description = "What is wrong with which field; empty where no field is to blame")
        List<FieldProblem> errors,

        @Schema(description = "Find the cause in the log of the server by this text") @Nullable
        String reference) {

    static final String MEDIA_TYPE = "application/problem+json";
}
