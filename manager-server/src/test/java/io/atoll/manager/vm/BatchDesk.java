package io.atoll.manager.vm;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Asks a datacenter for many VMs at once, and looks at what came of it. */
final class BatchDesk {
    private final Datacenter dc;
    private final JdbcClient jdbc;

    BatchDesk(Datacenter dc, JdbcClient jdbc) {
        this.dc = dc;
        this.jdbc = jdbc;
    }

    /** A request; what {@code more} has replaces what is usual, and {@code spec} adds to the usual spec. */
    Map<String, Object> request(String pattern, int count, Map<String, Object> more, Map<String, Object> spec) {
        var body = new HashMap<String, Object>(Map.of("namePattern", pattern, "count", count));
        body.put("spec", dc.vmRequest(true, spec).get("spec"));
        body.putAll(more);
        return body;
    }

    ApiClient.Answer post(String query, String pattern, int count, Map<String, Object> more, Map<String, Object> spec) {
        return dc.post("/api/v1/vm-batches" + query, request(pattern, count, more, spec));
    }

    /** Answers the parent task. */
    String create(String pattern, int count, Map<String, Object> more) {
        return taskOf(post("", pattern, count, more, Map.of()));
    }

    static String taskOf(ApiClient.Answer answer) {
        if (answer.status() != 202) {
            throw new AssertionError(answer);
        }
        var location = answer.header("location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** By name. */
    List<String> names() {
        return jdbc.sql("select name from vm where cluster_id = cast(:cluster as uuid) order by name")
                .param("cluster", dc.cluster())
                .query((row, _) -> row.getString("name"))
                .list();
    }

    List<VmId> vms() {
        return jdbc.sql("select id from vm where cluster_id = cast(:cluster as uuid) order by name")
                .param("cluster", dc.cluster())
                .query((row, _) -> new VmId(row.getObject("id", UUID.class)))
                .list();
    }

    /** How many tasks of VMs a batch has, ended ones too. */
    int children(String batch) {
        return jdbc.sql("select count(*) from task where parent_id = cast(:batch as uuid)")
                .param("batch", batch)
                .query(Integer.class)
                .single();
    }

    int unfinishedChildren(String batch) {
        return jdbc.sql("select count(*) from task where parent_id = cast(:batch as uuid) and ended_at is null")
                .param("batch", batch)
                .query(Integer.class)
                .single();
    }

    /** How many rows there are of batches, of their VMs, and of VMs and tasks. */
    List<Integer> rows() {
        var counts = new ArrayList<Integer>();
        for (var table : List.of("vm_batch", "vm_batch_item", "vm", "vm_nic", "task", "placement_reservation")) {
            counts.add(jdbc.sql("select count(*) from " + table)
                    .query(Integer.class)
                    .single());
        }
        return counts;
    }

    void awaitChildren(String batch, int count) {
        Awaitility.await(count + " VMs under way")
                .atMost(Datacenter.LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> unfinishedChildren(batch) == count);
    }

    JsonNode task(String id) {
        return dc.get("/api/v1/tasks/" + id);
    }

    /** All VMs of the datacenter are gone. */
    void clear() {
        for (var vm : vms()) {
            if (dc.powerState(vm).equals("RUNNING")) {
                dc.succeeded(dc.act(vm, "stop"));
            }
            dc.succeeded(dc.delete(vm));
        }
    }
}
