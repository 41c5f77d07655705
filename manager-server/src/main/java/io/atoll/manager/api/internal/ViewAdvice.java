package io.atoll.manager.api.internal;

import io.atoll.manager.api.MutationNotes;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.json.JsonMapper;

/** Gives views their ETag, notes which object was changed, and leaves out what {@code ?fields=} did not ask for. */
@ControllerAdvice
class ViewAdvice implements ResponseBodyAdvice<Object> {
    private final JsonMapper json;

    ViewAdvice(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body == null || !(request instanceof ServletServerHttpRequest servlet)) {
            return body;
        }
        HttpServletRequest http = servlet.getServletRequest();
        ObjectView<?, ?> view = viewIn(body);
        if (view != null) {
            if (body instanceof ObjectView<?, ?>) {
                response.getHeaders().setETag("\"" + view.metadata().revision() + "\"");
            }
            if (MutationPipeline.isMutation(http.getMethod())) {
                noteObject(http, view);
            }
        }
        boolean selectable = http.getMethod().equals("GET") && (view != null || body instanceof Page<?>);
        return selectable
                ? Parameters.single(FieldSelection.PARAMETER, http.getParameterValues(FieldSelection.PARAMETER))
                        .map(fields -> FieldSelection.parse(fields).apply(body, json))
                        .orElse(body)
                : body;
    }

    private static void noteObject(HttpServletRequest http, ObjectView<?, ?> view) {
        if (MutationNotes.object(http).isEmpty() && http.getMethod().equals("POST")) {
            var names = new RequestNames(http);
            if (names.object().isEmpty() || !http.getRequestURI().contains("/actions/")) {
                MutationNotes.object(
                        http, names.createdKind() + "/" + view.metadata().id());
            }
        }
    }

    /** The view itself, or the first one in an answer such as {@code {vm, task}}. */
    private static @Nullable ObjectView<?, ?> viewIn(Object body) {
        if (body instanceof ObjectView<?, ?> view) {
            return view;
        }
        if (body.getClass().isRecord() && !(body instanceof Page<?>)) {
            for (RecordComponent component : body.getClass().getRecordComponents()) {
                if (component.getType() == ObjectView.class) {
                    return read(component, body);
                }
            }
        }
        return null;
    }

    private static @Nullable ObjectView<?, ?> read(RecordComponent component, Object body) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return (ObjectView<?, ?>) accessor.invoke(body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The component %s cannot be read.".formatted(component), e);
        }
    }
}
