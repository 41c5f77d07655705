package io.atoll.manager.system;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which schemas are reached from others. */
final class SchemaReach {
    private final Map<String, Schema<?>> schemas;
    private final Set<String> reached = new TreeSet<>();

    private SchemaReach(Map<String, Schema<?>> schemas) {
        this.schemas = schemas;
    }

    /** The names of all schemas of what clients send. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    static Set<String> ofRequests(OpenAPI api) {
        var reach = new SchemaReach((Map) api.getComponents().getSchemas());
        api.getPaths().values().stream()
                .map(PathItem::readOperations)
                .flatMap(Collection::stream)
                .map(Operation::getRequestBody)
                .filter(Objects::nonNull)
                .map(RequestBody::getContent)
                .flatMap(content -> content.values().stream())
                .map(MediaType::getSchema)
                .forEach(reach::visit);
        return reach.reached;
    }

    private void visit(@Nullable Schema<?> schema) {
        if (schema == null) {
            return;
        }
        String reference = schema.get$ref();
        if (reference != null) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            if (reached.add(name)) {
                visit(schemas.get(name));
            }
            return;
        }
        visit(schema.getItems());
        visit(schema.getAdditionalProperties() instanceof Schema<?> inner ? inner : null);
        Stream.of(schema.getOneOf(), schema.getAllOf(), schema.getAnyOf())
                .filter(Objects::nonNull)
                .flatMap(Collection::stream)
                .forEach(this::visit);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(this::visit);
        }
    }
}
