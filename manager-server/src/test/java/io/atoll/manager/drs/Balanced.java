package io.atoll.manager.drs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A cluster of two hosts with 16 cores, all its VMs on the first, and what people do with its balancing. */
final class Balanced implements AutoCloseable {
    final Datacenter dc;
    final List<VmId> vms = new ArrayList<>();
    private final String drs;

    private Balanced(ManagerUnderTest manager, int vmCount) {
        dc = Datacenter.of(manager, 2);
        drs = "/api/v1/clusters/" + dc.cluster() + "/drs";
        // Without samples a VM counts as asking for all that its vCPUs can use.
        for (var i = 0; i < vmCount; i++) {
            var request = dc.vmRequest(
                    true, Map.of("vcpuCount", 2, "hostId", dc.host("a").id().toString()));
            var made = dc.post("/api/v1/vms", request).json();
            vms.add(Datacenter.vmOf(dc.succeeded(made.at("/task/metadata/id").asString())));
        }
    }

    static Balanced of(ManagerUnderTest manager, int vmCount) {
        return new Balanced(manager, vmCount);
    }

    /** No patience: what a round finds uneven it balances. */
    void set(String mode, int level) {
        set(Map.of("mode", mode, "level", level, "patienceMinutes", 0));
    }

    void set(Map<String, Object> spec) {
        assertThat(patch(spec).status()).isEqualTo(200);
    }

    ApiClient.Answer patch(Map<String, Object> spec) {
        try {
            return dc.api().patch(drs, Map.of("spec", spec));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String path(String more) {
        return drs + more;
    }

    /** A round now; answers how the cluster stands then. */
    JsonNode round() {
        var ran = dc.post(drs + "/actions/run", Map.of());
        assertThat(ran.status()).as("%s", ran).isEqualTo(200);
        return ran.json();
    }

    JsonNode drs() {
        return dc.get(drs);
    }

    List<JsonNode> recommendations(String state) {
        var items = dc.get(drs + "/recommendations?filter=state%20%3D%3D%20%22" + state + "%22")
                .get("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    ApiClient.Answer act(JsonNode recommendation, String action, Map<String, Object> body) {
        return dc.post(drs + "/recommendations/" + recommendation.get("id").asString() + "/actions/" + action, body);
    }

    /** The task of an answer of 202. */
    static String task(ApiClient.Answer accepted) {
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.json().at("/metadata/id").asString();
    }

    static VmId vm(JsonNode recommendation) {
        return VmId.parse(recommendation.get("vmId").asString());
    }

    /** A rule that they must be on one host. */
    void keepTogether(List<VmId> together) {
        var spec = Map.of(
                "kind",
                "KEEP_TOGETHER",
                "enforcement",
                "MUST",
                "vmIds",
                together.stream().map(VmId::toString).toList());
        var name = "pair-" + together.getFirst();
        var made = dc.post("/api/v1/clusters/" + dc.cluster() + "/rules", Map.of("name", name, "spec", spec));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
    }

    long onHost(String name) {
        return vms.stream()
                .filter(vm -> dc.runsOn(vm).equals(dc.host(name).id()))
                .count();
    }

    @Override
    public void close() {
        dc.close();
    }
}
