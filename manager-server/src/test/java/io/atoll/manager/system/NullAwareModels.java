package io.atoll.manager.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record's component is required unless it is marked as nullable, and then null is among its types. */
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
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!nullable) {
                required.add(component.getName());
            } else if (!leftOut) {
                definition.getProperties().put(component.getName(), orNull(property));
            }
        }
        definition.setRequired(required.isEmpty() ? null : required);
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
