package io.atoll.manager.vm;

import static io.atoll.agent.v1.RunRequest.OperationCase.PREPARE_INCOMING;
import static io.atoll.agent.v1.RunRequest.OperationCase.START_VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.VmSpec;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.CpuBaseline;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Guests get the CPU that all hosts share, keep it while they run, and go nowhere where it is not. */
@ManagerTest
class CpuBaselineTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ScriptedAgent a;
    private ScriptedAgent b;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    CpuBaselineTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void open() {
        dc = Datacenter.of(manager, 2);
        a = dc.host("a");
        b = dc.host("b");
        has(a, CpuBaseline.X86_64_V3, "aes", "rdrand");
        has(b, CpuBaseline.X86_64_V3, "aes", "smep");
        awaitModel("x86-64-v3");
    }

    @AfterEach
    void close() {
        dc.close();
    }

    @Test
    void aGuestGetsWhatAllHostsShareAndKeepsItWhileItRuns() {
        var vm = dc.runningVm("a");
        var first = a.commands(START_VM).getLast().getStartVm().getSpec();
        assertThat(first.getCpuModel()).isEqualTo("x86-64-v3");
        assertThat(first.getCpuFeaturesList()).containsExactly("aes");
        var status = dc.get("/api/v1/vms/" + vm).get("status");
        assertThat(status.get("cpuModel").asString()).isEqualTo("x86-64-v3");
        assertThat(texts(status.get("cpuFeatures"))).contains("aes", "avx2").doesNotContain("rdrand");

        has(b, CpuBaseline.X86_64_V3, "aes", "rdrand");
        await().untilAsserted(
                        () -> assertThat(texts(baseline().get("features"))).contains("rdrand"));
        dc.succeeded(dc.migrate(vm, "b"));
        var moved = b.commands(PREPARE_INCOMING).getLast().getPrepareIncoming().getSpec();
        assertThat(cpu(moved)).isEqualTo(cpu(first));

        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.start(vm, "b"));
        assertThat(b.commands(START_VM).getLast().getStartVm().getSpec().getCpuFeaturesList())
                .containsExactly("aes", "rdrand");
    }

    @Test
    void aHostThatComesBackWithLessIsTakenByNoneOfTheRunningVms() throws Exception {
        var vm = dc.runningVm("a");

        has(b, CpuBaseline.X86_64_V2);
        awaitModel("x86-64-v2");

        var refused = dc.post("/api/v1/vms/" + vm + "/actions/migrate", Map.of("targetHostId", b.id().toString()));
        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.text())
                .contains("it lacks")
                .contains("aes")
                .contains("avx2")
                .contains("stopped and started");
        assertThat(dc.warnings(b))
                .anySatisfy(warning -> assertThat(warning)
                        .contains("lacks abm aes avx")
                        .contains("CPU model x86-64-v2, so far x86-64-v3")
                        .contains("can not move to it"));
        var host = host(b);
        assertThat(texts(host.get("gainedWithoutIt"))).contains("aes", "avx2", "rdrand");
        assertThat(host.get("modelWithoutIt").asString()).isEqualTo("x86-64-v3");
        assertThat(host.get("vmsKeptOutCount").asInt()).isEqualTo(1);
        assertThat(host(a).get("vmsKeptOutCount").asInt()).isZero();
        awaitAlarm(vm);

        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.start(vm, "a"));
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(host(b).get("vmsKeptOutCount").asInt()).isZero();
    }

    @Test
    void aHostThatIsAsGoodAgainIsNotWarnedAbout() {
        has(b, CpuBaseline.X86_64_V2);
        await().untilAsserted(() ->
                assertThat(dc.warnings(b)).anyMatch(warning -> warning.contains("CPU model x86-64-v2, so far")));
        has(b, CpuBaseline.X86_64_V3, "aes", "rdrand");
        await().untilAsserted(() -> assertThat(dc.warnings(b)).isEmpty());
    }

    @Test
    void aModelThatAHostCannotRunIsRefusedWithWhatItLacks() throws Exception {
        has(b, CpuBaseline.X86_64_V2, "aes");
        awaitModel("x86-64-v2");
        var cluster = "/api/v1/clusters/" + dc.cluster();

        var refused = dc.api().patch(cluster, Map.of("spec", Map.of("cpuBaseline", "x86-64-v3")));

        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.text()).contains(b.name() + " lacks abm avx avx2").doesNotContain(a.name() + " lacks");
        for (var hostile : List.of("x86-64-v2,+vmx", "x86-64-v2+aes", "host", "")) {
            assertThat(dc.api()
                            .patch(cluster, Map.of("spec", Map.of("cpuBaseline", hostile)))
                            .status())
                    .as(hostile)
                    .isEqualTo(400);
        }
        var fixed = dc.api().patch(cluster, Map.of("spec", Map.of("cpuBaseline", "x86-64-v2")));
        assertThat(fixed.status()).as("%s", fixed).isEqualTo(200);
        dc.runningVm("a");
        assertThat(a.commands(START_VM).getLast().getStartVm().getSpec().getCpuFeaturesList())
                .isEmpty();
    }

    @Test
    void ofAnOlderAgentNothingBeyondItsLevelCounts() {
        b.saysOfItself(report -> report.toBuilder()
                .clearGuestCpuModels()
                .clearCpuFeatures()
                .addAllCpuFeatures(CpuBaseline.X86_64_V3.features().names())
                .addCpuFeatures("aes")
                .build());
        b.saysRaw(b.everything());

        await().untilAsserted(() -> assertThat(texts(baseline().get("features")))
                .containsExactlyElementsOf(CpuBaseline.X86_64_V3.features().names()));
    }

    private void awaitAlarm(VmId vm) throws Exception {
        var name = dc.get("/api/v1/vms/" + vm).at("/metadata/name").asString();
        await().atMost(Datacenter.LONG).untilAsserted(() -> {
            var alarms = dc.get("/api/v1/alarms?limit=1000").toString();
            assertThat(alarms).contains("lacks").contains(name).contains("can move nowhere");
        });
    }

    private void has(ScriptedAgent host, CpuBaseline level, String... more) {
        host.saysOfItself(report -> report.toBuilder()
                .addGuestCpuModels("qemu64")
                .clearCpuFeatures()
                .addAllCpuFeatures(level.features().names())
                .addAllCpuFeatures(List.of(more))
                .build());
        host.saysRaw(host.everything());
    }

    private void awaitModel(String model) {
        await().untilAsserted(
                        () -> assertThat(baseline().get("model").asString()).isEqualTo(model));
    }

    private JsonNode baseline() {
        return dc.get("/api/v1/clusters/" + dc.cluster() + "/cpu-baseline");
    }

    private JsonNode host(ScriptedAgent host) {
        for (var one : baseline().get("hosts")) {
            if (one.get("hostId").asString().equals(host.id().toString())) {
                return one;
            }
        }
        throw new AssertionError("not there: " + host.name());
    }

    private static String cpu(VmSpec spec) {
        return spec.getCpuModel() + spec.getCpuFeaturesList();
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
