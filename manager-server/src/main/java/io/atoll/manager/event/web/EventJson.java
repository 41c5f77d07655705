package io.atoll.manager.event.web;

import io.atoll.manager.event.ActionPolicy;
import io.atoll.manager.event.internal.StoredEvent;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events as CloudEvents 1.0 in JSON, with only those actions offered that the caller may do. */
@Component
class EventJson {
    private static final String ALLOWED_ACTIONS = "allowedActions";

    private final JsonMapper json;
    private final Map<String, ActionPolicy> policies;

    EventJson(JsonMapper json, List<ActionPolicy> policies) {
        this.json = json;
        this.policies = policies.stream().collect(Collectors.toMap(ActionPolicy::kind, Function.identity()));
    }

    CloudEvent cloudEvent(StoredEvent event, Caller caller) {
        String object = event.objectJson();
        var change = new CloudEvent.ObjectChange(
                event.revision(),
                event.kind(),
                event.objectId(),
                event.objectName(),
                event.change(),
                object == null ? null : offered(event.kind(), json.readTree(object), caller));
        return new CloudEvent(
                "1.0", event.id().toString(), "/atoll", event.type(), event.subject(), event.occurredAt(), change);
    }

    private JsonNode offered(String kind, JsonNode object, Caller caller) {
        JsonNode actions = object.get(ALLOWED_ACTIONS);
        if (actions != null && actions.isArray()) {
            ActionPolicy policy = policies.get(kind);
            var kept = json.createArrayNode();
            for (JsonNode action : actions) {
                boolean may = policy == null
                        ? caller.may(Permission.INVENTORY_WRITE)
                        : policy.mayOffer(action.asString(), caller);
                if (may) {
                    kept.add(action);
                }
            }
            ((ObjectNode) object).set(ALLOWED_ACTIONS, kept);
        }
        return object;
    }

    String text(CloudEvent event) {
        return json.writeValueAsString(event);
    }
}
