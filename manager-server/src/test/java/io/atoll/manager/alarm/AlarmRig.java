package io.atoll.manager.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A cluster of its own whose hosts are rows, and the API around alarms. */
final class AlarmRig {
    static final Map<String, Object> DISCONNECTED =
            Map.of("type", "STATE", "property", "connectionState", "values", List.of("DISCONNECTED"));
    static final Duration LONG = Duration.ofSeconds(30);

    final ManagerUnderTest manager;
    final ApiClient admin;
    final JdbcClient jdbc;
    final UUID cluster;

    AlarmRig(ManagerUnderTest manager, JdbcClient jdbc) throws Exception {
        this.manager = manager;
        this.jdbc = jdbc;
        this.admin = manager.admin();
        var made = admin.post("/api/v1/clusters", Map.of("name", manager.unique("alarmed")));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        this.cluster = UUID.fromString(made.json().at("/metadata/id").asString());
    }

    /** Of a cluster that is there already. */
    AlarmRig(ManagerUnderTest manager, JdbcClient jdbc, UUID cluster) throws IOException, InterruptedException {
        this.manager = manager;
        this.jdbc = jdbc;
        this.admin = manager.admin();
        this.cluster = cluster;
    }

    /** A host nobody watches, in a state that only the test changes. */
    UUID host(String state, Map<String, String> labels) {
        var name = manager.unique("alarmed-host");
        var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        var json = new StringBuilder("{");
        labels.forEach((key, value) ->
                json.append(json.length() > 1 ? "," : "").append("\"%s\":\"%s\"".formatted(key, value)));
        jdbc.sql("""
                insert into host (id, cluster_id, name, labels, revision, created_at, updated_at, description, address, port,
                                  state, state_reason, state_since, boot_id, agent_version, qemu_version, accelerator,
                                  accelerator_reason, cpu_count, cpu_model, cpu_features, memory_mib, network_mode,
                                  migration_address, checks, warnings)
                values (:id, :cluster, :name, :labels::jsonb, 0, now(), now(), '', '127.0.0.1', 1, :state, '', now(), '', '', '',
                        'tcg', '', 4, '', '[]', 1024, 'user', '', '[]', '[]')""")
                .param("id", id)
                .param("cluster", cluster)
                .param("name", name)
                .param("labels", json.append("}").toString())
                .param("state", state)
                .update();
        return id;
    }

    void state(UUID host, String state) {
        jdbc.sql("update host set state = :state where id = :id")
                .param("state", state)
                .param("id", host)
                .update();
    }

    /** Watches for one state of all objects of a kind. */
    UUID defineState(String kind, String property, String value) throws Exception {
        return define(kind, Map.of("type", "STATE", "property", property, "values", List.of(value)), Map.of());
    }

    /** A definition of this cluster; answers its id. */
    UUID define(String kind, Map<String, Object> condition, Map<String, Object> target) throws Exception {
        var where = new HashMap<>(target);
        where.put("clusterId", cluster.toString());
        var made = admin.post(
                "/api/v1/alarm-definitions",
                Map.of(
                        "name",
                        manager.unique("definition"),
                        "spec",
                        Map.of("objectKind", kind, "target", where, "condition", condition)));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        return UUID.fromString(made.json().at("/metadata/id").asString());
    }

    /** Watches whether one host is DISCONNECTED. */
    UUID defineDisconnected(UUID host) throws Exception {
        return define("HOST", DISCONNECTED, Map.of("objectIds", List.of(host.toString())));
    }

    List<JsonNode> alarms(UUID definition) throws Exception {
        var answer = admin.get("/api/v1/alarms?filter=definitionId%20%3D%3D%20%22" + definition + "%22");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json().get("items").valueStream().toList();
    }

    /** The newest alarm of a definition, once it is as wanted. */
    JsonNode awaitAlarm(UUID definition, String state, @Nullable String severity) {
        var found = new AtomicReference<JsonNode>();
        await().atMost(LONG).until(() -> {
            var all = alarms(definition);
            all.stream().findFirst().ifPresent(found::set);
            return !all.isEmpty()
                    && all.getFirst().get("state").asString().equals(state)
                    && (severity == null
                            || all.getFirst().get("severity").asString().equals(severity));
        });
        return found.get();
    }

    /** Another round of the watch has passed: it saw everything that was so before. */
    void awaitALook() throws Exception {
        var marker = host("DISCONNECTED", Map.of("marker", manager.unique("m")));
        var definition = defineDisconnected(marker);
        awaitAlarm(definition, "RAISED", null);
        state(marker, "REVOKED");
        awaitAlarm(definition, "CLEARED", null);
    }

    void remove(UUID definition) throws Exception {
        assertThat(admin.delete("/api/v1/alarm-definitions/" + definition).status())
                .isEqualTo(204);
    }
}
