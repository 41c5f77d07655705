package io.atoll.manager.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.agent.Datacenter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** What people do about rolling maintenance, over the API. */
final class RollingDesk {
    private final Datacenter dc;

    RollingDesk(Datacenter dc) {
        this.dc = dc;
    }

    ApiClient.Answer begin(Map<String, ?> body) {
        return dc.post("/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances", body);
    }

    /** Begins; answers the set's id. */
    String begun(Map<String, ?> body) {
        var answer = begin(body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.json().at("/objects/1/id").asString();
    }

    /** What beginning would do. */
    JsonNode plan(Map<String, ?> body) {
        var answer = dc.post("/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances?dryRun=true", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    JsonNode get(String id) {
        return dc.get("/api/v1/rolling-maintenances/" + id);
    }

    JsonNode task(JsonNode rolling) {
        return dc.get("/api/v1/tasks/" + rolling.get("taskId").asString());
    }

    void act(String id, String action, Map<String, ?> body) {
        var answer = dc.post("/api/v1/rolling-maintenances/" + id + "/actions/" + action, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    JsonNode await(String id, Predicate<JsonNode> wanted) {
        var last = new JsonNode[1];
        Awaitility.await("rolling maintenance " + id)
                .atMost(Datacenter.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    last[0] = get(id);
                    return wanted.test(last[0]);
                });
        return last[0];
    }

    JsonNode awaitState(String id, String state) {
        return await(id, rolling -> is(rolling, state));
    }

    static boolean is(JsonNode rolling, String state) {
        return rolling.get("state").asString().equals(state);
    }

    static String attention(JsonNode rolling) {
        return rolling.get("attention").asString();
    }
}
