package io.atoll.manager.system;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record's component that is marked as nullable has null among its types. All are there, null or not, unless the record
 * leaves nulls out; {@link #mayLeaveOut} is for what clients send, who may leave out what may be null.
 */
final class NullAwareModels implements ModelConverter {
    @Override
    public boolean isOpenapi31() {
        return true;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> resolved = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = Json31.mapper().constructType(type.getType());
        if (resolved == null || java == null || !java.getRawClass().isRecord()) {
            return resolved;
        }
        Schema<?> definition = resolved.get$ref() == null
                ? resolved
                : context.getDefinedModels()
                        .get(resolved.get$ref().substring(resolved.get$ref().lastIndexOf('/') + 1));
        if (definition != null && definition.getProperties() != null) {
            mark(definition, java.getRawClass());
        }
        return resolved;
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void mark(Schema definition, Class<?> type) {
        var required = new ArrayList<String>();
        JsonInclude include = type.getAnnotation(JsonInclude.class);
        boolean leftOut = include != null && include.value() == JsonInclude.Include.NON_NULL;
        for (RecordComponent component : type.getRecordComponents()) {
            Schema property = (Schema) definition.getProperties().get(component.getName());
            if (property == null) {
                continue;
            }
            if (component.getAnnotatedType() instanceof AnnotatedParameterizedType parameterized) {
                markContent(property, parameterized);
            }
            boolean nullable =
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class) && !mustBeSent(component);
            if (!nullable || !leftOut) {
                required.add(component.getName());
            }
            if (nullable && !leftOut) {
                definition.getProperties().put(component.getName(), orNull(property));
            }
        }
        definition.setRequired(required.isEmpty() ? null : required);
    }

    /** What the manager takes as nullable only so that it can refuse null in its own words. */
    private static boolean mustBeSent(RecordComponent component) {
        var said = component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return said != null && said.requiredMode() == io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;
    }

    /** The values of a map or a list that may be null, as in {@code Map<String, @Nullable String>}. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void markContent(Schema property, AnnotatedParameterizedType type) {
        var arguments = type.getAnnotatedActualTypeArguments();
        if (!arguments[arguments.length - 1].isAnnotationPresent(Nullable.class)) {
            return;
        }
        if (property.getAdditionalProperties() instanceof Schema<?> values) {
            property.setAdditionalProperties(orNull(values));
        } else if (property.getItems() != null) {
            property.setItems(orNull(property.getItems()));
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    static void mayLeaveOut(Schema definition) {
        if (definition.getRequired() != null) {
            Map<String, Schema> properties = definition.getProperties();
            List<String> needed = ((List<String>) definition.getRequired())
                    .stream()
                            .filter(name -> !allowsNull(requireNonNull(properties.get(name))))
                            .toList();
            definition.setRequired(needed.isEmpty() ? null : needed);
        }
    }

    private static boolean allowsNull(Schema<?> property) {
        boolean byType = property.getTypes() != null && property.getTypes().contains("null");
        return byType
                || (property.getOneOf() != null && property.getOneOf().stream().anyMatch(NullAwareModels::allowsNull));
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Schema orNull(Schema property) {
        Set<String> types = property.getTypes();
        if (property.get$ref() == null && types != null && !types.isEmpty()) {
            var more = new LinkedHashSet<String>(types);
            more.add("null");
            property.setTypes(more);
            return property;
        }
        if (property.get$ref() != null) {
            var either = new Schema<Object>();
            either.setOneOf(List.of(property, new Schema<Object>().types(Set.of("null"))));
            return either;
        }
        return property;
    }
}
