package io.gauntlet.web;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI description says about all operations. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String BEARER = "bearer";
    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Gauntlet")
                        .version("v1")
                        .description("""
                                Highly available Prometheus and Thanos on many Kubernetes clusters.

                                Lists are pages: `{"items":[…],"next":…}`; send `next` back as `after`. Reads carry an `ETag`; writes
                                to existing things need it in `If-Match` (428 without, 412 when stale). A POST with an
                                `Idempotency-Key` is carried out once within 24 hours. Every error is a problem (RFC 9457).""")
                        .license(new License().name("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API token of the settings page")))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    @Bean
    OpenApiCustomizer problemsEverywhere() {
        return api -> {
            ModelConverters.getInstance(true).readAll(Problem.class).forEach(api.getComponents()::addSchemas);
            if (api.getPaths() != null) {
                api.getPaths().values().forEach(OpenApiConfiguration::complete);
            }
        };
    }

    private static void complete(PathItem path) {
        path.readOperations().forEach(operation -> operation.getResponses().addApiResponse("default", problem()));
        if (path.getPost() != null) {
            addIdempotencyKey(path.getPost());
        }
    }

    private static void addIdempotencyKey(Operation operation) {
        var text = new Schema<String>();
        text.setType("string");
        text.setTypes(Set.of("string"));
        text.setMaxLength(200);
        operation.addParametersItem(new Parameter()
                .in("header")
                .name(IdempotencyFilter.HEADER)
                .description("Makes a repetition of this request harmless.")
                .schema(text));
    }

    private static ApiResponse problem() {
        var schema = new Schema<Problem>().$ref("#/components/schemas/" + PROBLEM);
        return new ApiResponse()
                .description("What went wrong, with field, reason and fix where the input is to blame.")
                .content(new Content().addMediaType(Problem.MEDIA_TYPE, new MediaType().schema(schema)));
    }
}
