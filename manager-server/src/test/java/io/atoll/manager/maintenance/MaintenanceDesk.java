package io.atoll.manager.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What people do about maintenance, over the API. */
final class MaintenanceDesk {
    private final Datacenter dc;

    MaintenanceDesk(Datacenter dc) {
        this.dc = dc;
    }

    VmId runningVm(String host, int memoryMiB) {
        var more = Map.<String, Object>of(
                "memoryMiB", memoryMiB, "hostId", dc.host(host).id().toString());
        var answer = dc.post("/api/v1/vms", dc.vmRequest(true, more));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var task = answer.header("location");
        return Datacenter.vmOf(dc.succeeded(task.substring(task.lastIndexOf('/') + 1)));
    }

    ApiClient.Answer ask(String host, String action, Map<String, ?> body) {
        return dc.post("/api/v1/hosts/" + dc.host(host).id() + "/actions/" + action, body);
    }

    /** Begins; answers the maintenance's id. */
    String enter(String host, Map<String, ?> body) {
        var answer = ask(host, "enter-maintenance", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return shownWith(host).get("id").asString();
    }

    String exit(String host, Map<String, ?> body) {
        var answer = ask(host, "exit-maintenance", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.json().at("/metadata/id").asString();
    }

    /** The plan of a dry run. */
    JsonNode plan(String host, Map<String, ?> body) {
        var answer = ask(host, "enter-maintenance?dryRun=true", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    /** What is shown of it with the host. */
    JsonNode shownWith(String host) {
        return dc.get("/api/v1/hosts/" + dc.host(host).id()).at("/status/maintenance");
    }

    JsonNode get(String id) {
        return dc.get("/api/v1/maintenances/" + id);
    }

    JsonNode vm(String id, VmId vm) {
        for (var one : get(id).get("vms")) {
            if (one.get("vmId").asString().equals(vm.toString())) {
                return one;
            }
        }
        throw new AssertionError("VM %s is not in maintenance %s".formatted(vm, id));
    }

    JsonNode act(String id, String action, Map<String, ?> body) {
        var answer = dc.post("/api/v1/maintenances/" + id + "/actions/" + action, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    void again(String id, VmId vm, Map<String, ?> body) {
        var answer = dc.post("/api/v1/maintenances/" + id + "/vms/" + vm + "/actions/retry", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    JsonNode await(String id, Predicate<JsonNode> wanted) {
        var last = new JsonNode[1];
        org.awaitility.Awaitility.await("maintenance " + id)
                .atMost(Datacenter.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    last[0] = get(id);
                    return wanted.test(last[0]);
                });
        return last[0];
    }

    JsonNode awaitState(String id, String state) {
        return await(id, one -> one.get("state").asString().equals(state));
    }

    void awaitVm(String id, VmId vm, String state) {
        await(id, _ -> vm(id, vm).get("state").asString().equals(state));
    }
}
