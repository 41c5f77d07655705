package io.atoll.manager.system;

import static java.util.Objects.requireNonNull;

import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Public;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/** What the generator cannot see in the controllers: the conventions. */
@TestConfiguration(proxyBeanMethods = false)
public class ApiDescription {
    private static final SuccessAnswers ANSWERS = new SuccessAnswers();

    private static final String WAIT =
            "How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the"
                    + " time is over first, the answer is 202 with the task as it is.";

    private static final String FILTER = """
            Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole \
            value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double \
            quotes, with \\" and \\\\ for these two signs; numbers, true and false do not. Fields are written as in the \
            answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old")""";

    static {
        ModelResolver.enumsAsRef = true;
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, PageRequest.class, DryRunRequest.class);
        SpringDocUtils.getConfig().replaceWithSchema(JsonNode.class, anyObject());
    }

    /** The last of the converters is asked first, and the names' one asks no other: it must come first of all. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    NestedNames nestedNames() {
        return new NestedNames();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    NullAwareModels nullAwareModels() {
        return new NullAwareModels();
    }

    @Bean
    OpenApiCustomizer frame() {
        return api -> {
            api.info(new Info()
                    .title("Atoll manager")
                    .version("v1")
                    .description("Everything the console does, it does through this API.")
                    .license(new License().name("Apache-2.0")));
            api.servers(List.of(new Server().url("/")));
            Components components = api.getComponents();
            ModelConverters.getInstance(true).readAll(Problem.class).forEach(components::addSchemas);
            ANSWERS.addTo(components);
            SchemaReach.ofRequests(api)
                    .forEach(name -> NullAwareModels.mayLeaveOut(
                            requireNonNull(components.getSchemas().get(name))));
            components.addSecuritySchemes(
                    "token",
                    new SecurityScheme()
                            .type(SecurityScheme.Type.HTTP)
                            .scheme("bearer")
                            .description("API token atk_…"));
            components.addSecuritySchemes(
                    "session",
                    new SecurityScheme()
                            .type(SecurityScheme.Type.APIKEY)
                            .in(SecurityScheme.In.COOKIE)
                            .name("atoll_session")
                            .description("Set by POST /api/v1/sessions; changes also need the header X-Atoll-Csrf: 1"));
            api.security(
                    List.of(new SecurityRequirement().addList("token"), new SecurityRequirement().addList("session")));
            describeStream(api);
            sort(api);
        };
    }

    /** Results of tasks and objects in events: their fields depend on the kind. */
    private static Schema<Object> anyObject() {
        var schema = new Schema<Object>();
        schema.types(java.util.Set.of("object"));
        schema.setAdditionalProperties(true);
        return schema;
    }

    /** The generator sees the list only; a client that accepts an event stream gets one at the same address. */
    private static void describeStream(OpenAPI api) {
        ApiResponse success = requireNonNull(api.getPaths().get("/api/v1/events"))
                .getGet()
                .getResponses()
                .get("200");
        requireNonNull(success)
                .getContent()
                .addMediaType(
                        "text/event-stream",
                        new MediaType()
                                .schema(new StringSchema().description("One CloudEvent in the data of each event")));
    }

    private static void sort(OpenAPI api) {
        if (api.getTags() != null) {
            api.setTags(api.getTags().stream()
                    .sorted(java.util.Comparator.comparing(io.swagger.v3.oas.models.tags.Tag::getName))
                    .toList());
        }
    }

    @Bean
    OperationCustomizer conventions() {
        return (operation, handler) -> {
            if (takes(handler, PageRequest.class)) {
                listParameters(operation);
            }
            describeWait(operation);
            if (SuccessAnswers.canBeTried(handler)) {
                operation.addParametersItem(
                        query("dryRun", new Schema<Boolean>().type("boolean"), "Only try; answers what would happen"));
            }
            if (handler.hasMethodAnnotation(PostMapping.class)
                    && !handler.hasMethodAnnotation(Public.class)
                    && !handler.hasMethodAnnotation(OutsideTransaction.class)) {
                operation.addParametersItem(new Parameter()
                        .in("header")
                        .name("Idempotency-Key")
                        .schema(new StringSchema().maxLength(128))
                        .description("The same key within 24 hours has one effect and gets the same answer"));
            }
            if (handler.hasMethodAnnotation(Public.class)) {
                operation.security(List.of());
            }
            RequiresPermission needed = handler.getMethodAnnotation(RequiresPermission.class);
            if (needed != null) {
                operation.addExtension("x-permission", needed.value().name());
            }
            ANSWERS.describe(operation, handler);
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse()
                                    .description("Refused")
                                    .content(new Content()
                                            .addMediaType(
                                                    Problem.MEDIA_TYPE,
                                                    new MediaType().schema(new Schema<Problem>().$ref("Problem")))));
            return operation;
        };
    }

    private static boolean takes(HandlerMethod handler, Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(parameter -> parameter.getParameterType() == type);
    }

    private static void describeWait(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getName().equals("wait"))
                    .forEach(parameter -> parameter.description(WAIT));
        }
    }

    private static void listParameters(Operation operation) {
        var limit = new IntegerSchema();
        limit.minimum(java.math.BigDecimal.ONE)
                .maximum(java.math.BigDecimal.valueOf(PageRequest.MOST))
                .setDefault(PageRequest.DEFAULT_LIMIT);
        operation.addParametersItem(query("limit", limit, "Items per page"));
        operation.addParametersItem(query("cursor", new StringSchema(), "nextCursor of the page before"));
        operation.addParametersItem(query("filter", new StringSchema().maxLength(2_000), FILTER));
        operation.addParametersItem(query("sort", new StringSchema(), "A field, with - before it for descending"));
        operation.addParametersItem(
                query("fields", new StringSchema(), "Only these, for example metadata.name,status"));
    }

    private static Parameter query(String name, Schema<?> schema, String description) {
        return new Parameter().in("query").name(name).schema(schema).description(description);
    }
}
