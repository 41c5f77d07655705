package io.atoll.manager.system;

import static java.util.Objects.requireNonNull;

import io.atoll.manager.api.DryRun;
import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.api.ShownOnce;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** The generator calls every success 200; ours say what happened, and a dry run answers something else. */
final class SuccessAnswers {
    private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

    private final Map<String, Schema<?>> found = new TreeMap<>();

    static boolean canBeTried(HandlerMethod handler) {
        boolean mutation = handler.hasMethodAnnotation(PostMapping.class)
                || handler.hasMethodAnnotation(PatchMapping.class)
                || handler.hasMethodAnnotation(DeleteMapping.class);
        return mutation && !handler.hasMethodAnnotation(OutsideTransaction.class);
    }

    /** The schemas that {@link #describe} has used beyond those the generator knows. */
    void addTo(Components components) {
        found.forEach(components::addSchemas);
    }

    void describe(Operation operation, HandlerMethod handler) {
        ApiResponses responses = operation.getResponses();
        boolean task = Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> "wait".equals(parameter.getParameter().getName()));
        PostMapping post = handler.getMethodAnnotation(PostMapping.class);
        boolean creates = post != null && !(post.value().length > 0 && post.value()[0].contains("/actions/"));
        if (task) {
            ApiResponse accepted = requireNonNull(responses.get(responses.containsKey("202") ? "202" : "200"));
            responses.addApiResponse(
                    "202",
                    new ApiResponse().description("Accepted: a task does it").content(accepted.getContent()));
            responses.addApiResponse(
                    "200",
                    new ApiResponse()
                            .description("With wait: the task has ended")
                            .content(accepted.getContent()));
        } else if (answer(handler).resolve() == Void.class) {
            move(responses, "204", "Done");
        } else if (creates) {
            move(responses, "201", "Created");
        }
        ApiResponse created = responses.get("201");
        if (created != null) {
            created.description("Created");
        }
        if (canBeTried(handler)) {
            tried(responses, dryRunOf(handler));
        }
    }

    private static void move(ApiResponses responses, String status, String description) {
        ApiResponse success = requireNonNull(responses.remove("200"));
        responses.addApiResponse(status, success.description(description));
    }

    private static void tried(ApiResponses responses, Schema<?> dryRun) {
        ApiResponse success = responses.get("200");
        if (success == null) {
            responses.addApiResponse("200", answer("With dryRun: what would happen", dryRun));
            return;
        }
        var either = new Schema<Object>();
        either.setOneOf(List.of(requireNonNull(success.getContent().get(JSON)).getSchema(), dryRun));
        responses.addApiResponse("200", answer(success.getDescription() + "; with dryRun: what would happen", either));
    }

    private static ApiResponse answer(String description, Schema<?> schema) {
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType(JSON, new MediaType().schema(schema)));
    }

    private Schema<?> dryRunOf(HandlerMethod handler) {
        var type = ResolvableType.forClassWithGenerics(DryRun.class, plan(handler));
        var resolved = ModelConverters.getInstance(true)
                .resolveAsResolvedSchema(new AnnotatedType(type.getType()).resolveAsRef(true));
        resolved.referencedSchemas.forEach(found::put);
        return resolved.schema;
    }

    /** What the method names in {@code DryRunRequest<…>}; else the pipeline shows the answer there would have been. */
    private static ResolvableType plan(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .filter(parameter -> parameter.getParameterType() == DryRunRequest.class)
                .map(SuccessAnswers::typeOf)
                .map(type -> type.getGeneric(0))
                .findAny()
                .orElseGet(() -> shown(handler));
    }

    private static ResolvableType shown(HandlerMethod handler) {
        Class<?> raw = answer(handler).resolve(Object.class);
        return raw == Void.class || handler.hasMethodAnnotation(ShownOnce.class)
                ? ResolvableType.forClass(Object.class)
                : answer(handler);
    }

    private static ResolvableType answer(HandlerMethod handler) {
        ResolvableType type = typeOf(handler.getReturnType());
        return type.resolve() == ResponseEntity.class ? type.getGeneric(0) : type;
    }

    private static ResolvableType typeOf(MethodParameter parameter) {
        return ResolvableType.forMethodParameter(parameter);
    }
}
