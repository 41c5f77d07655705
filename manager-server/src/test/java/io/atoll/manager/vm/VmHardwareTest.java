package io.atoll.manager.vm;

import static io.atoll.agent.v1.RunRequest.OperationCase.PREPARE_INCOMING;
import static io.atoll.agent.v1.RunRequest.OperationCase.START_VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.CpuTopology;
import io.atoll.agent.v1.VmSpec;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.CpuBaseline;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Firmware, TPM, topology, boot order and nested virtualization: what is asked for, what hosts are told, and what cannot be. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmHardwareTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ScriptedAgent a;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    VmHardwareTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 3);
        a = dc.host("a");
        offers("a", "hardware-options", "network-boot", "uefi", "secure-boot", "tpm");
        offers("b", "hardware-options", "uefi");
        offers("c");
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @Test
    void aHostIsToldAllOfIt() throws Exception {
        var vm = created(Map.of(
                "vcpuCount",
                4,
                "hardware",
                Map.of(
                        "cpuTopology",
                        Map.of("sockets", 2, "coresPerSocket", 2),
                        "firmware",
                        "UEFI",
                        "secureBoot",
                        true,
                        "tpm",
                        true,
                        "nestedVirtualization",
                        true,
                        "bootOrder",
                        List.of("NETWORK", "DISK"))));

        dc.succeeded(dc.act(vm, "start"));

        var spec = a.commands(START_VM).getLast().getStartVm().getSpec();
        assertThat(spec.getFirmware()).isEqualTo("uefi");
        assertThat(spec.getSecureBoot()).isTrue();
        assertThat(spec.getTpm()).isTrue();
        assertThat(spec.getCpuTopology())
                .isEqualTo(CpuTopology.newBuilder()
                        .setSockets(2)
                        .setCoresPerSocket(2)
                        .setThreadsPerCore(1)
                        .build());
        assertThat(spec.getBootOrderList()).containsExactly("network", "disk");
        assertThat(spec.getCpuFeaturesList()).contains("svm");
        var shown = dc.get("/api/v1/vms/" + vm).at("/spec/hardware");
        assertThat(shown.get("firmware").asString()).isEqualTo("UEFI");
        assertThat(shown.at("/cpuTopology/sockets").asInt()).isEqualTo(2);
        assertThat(shown.at("/bootOrder/0").asString()).isEqualTo("NETWORK");

        var refused = dc.post(
                "/api/v1/vms/" + vm + "/actions/migrate",
                Map.of("targetHostId", dc.host("b").id().toString()));
        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.text()).contains("a TPM, whose state does not move while it runs");
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void aVmWithoutWishesIsAsBefore() {
        var vm = dc.runningVm("c");
        var spec = dc.host("c").commands(START_VM).getLast().getStartVm().getSpec();
        assertThat(spec.getFirmware()).isEqualTo("bios");
        assertThat(spec.toBuilder().clearFirmware().getBootOrderList()).isEmpty();
        assertThat(spec.hasCpuTopology()).isFalse();
        assertThat(spec.getTpm()).isFalse();
        assertThat(dc.get("/api/v1/vms/" + vm).at("/spec/hardware/firmware").asString())
                .isEqualTo("BIOS");
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void aTpmBesideBiosIsAskedForWithAWordThatOldAgentsRefuse() {
        var vm = created(Map.of("hardware", Map.of("tpm", true)));

        dc.succeeded(dc.start(vm, "a"));

        var spec = a.commands(START_VM).getLast().getStartVm().getSpec();
        assertThat(spec.getFirmware()).isEqualTo("bios+tpm");
        assertThat(spec.getTpm()).isTrue();
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void hostsThatCannotAreNamedWithWhatTheyLack() throws Exception {
        var vm = created(Map.of("hardware", Map.of("firmware", "UEFI")));
        var nowhere = dc.post(
                "/api/v1/vms/" + vm + "/actions/start",
                Map.of("hostId", dc.host("c").id().toString()));
        assertThat(nowhere.status()).as("%s", nowhere).isEqualTo(409);
        assertThat(nowhere.text())
                .contains("cannot give its guests")
                .contains("UEFI (install the package ovmf)")
                .contains("update its agent");
        dc.succeeded(dc.start(vm, "a"));
        var elsewhere = dc.post(
                "/api/v1/vms/" + vm + "/actions/migrate",
                Map.of("targetHostId", dc.host("c").id().toString()));
        assertThat(elsewhere.text()).contains("UEFI (install the package ovmf)");
        dc.succeeded(dc.migrate(vm, "b"));
        VmSpec moved = dc.host("b")
                .commands(PREPARE_INCOMING)
                .getLast()
                .getPrepareIncoming()
                .getSpec();
        assertThat(moved.getFirmware()).isEqualTo("uefi");
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void whatCannotBeIsRefusedWithItsFigures() throws Exception {
        refused(
                Map.of("vcpuCount", 3, "hardware", Map.of("cpuTopology", Map.of("sockets", 2))),
                "2 sockets with 1 cores");
        refused(Map.of("hardware", Map.of("cpuTopology", Map.of("sockets", 0))), "cpuTopology.sockets");
        refused(
                Map.of("hardware", Map.of("cpuTopology", Map.of("threadsPerCore", 2))),
                "make 2 vCPUs; spec.vcpuCount is 1");
        refused(Map.of("hardware", Map.of("secureBoot", true)), "needs the firmware UEFI");
        refused(Map.of("hardware", Map.of("firmware", "uefi,secure=off")), "[BIOS, UEFI]");
        refused(Map.of("hardware", Map.of("bootOrder", List.of("DISK", "DISK"))), "names DISK twice");
        refused(Map.of("hardware", Map.of("bootOrder", List.of())), "has 0 entries");
        refused(Map.of("hardware", Map.of("bootOrder", List.of("DISK,bootindex=0"))), "[DISK, CDROM, NETWORK]");
    }

    @Test
    void itChangesOnlyWhileTheVmIsOff() throws Exception {
        var vm = dc.runningVm("a");
        var path = "/api/v1/vms/" + vm;
        var wanted = Map.of("spec", Map.of("hardware", Map.of("firmware", "UEFI")));
        var running = dc.api().patch(path, wanted);
        assertThat(running.status()).as("%s", running).isEqualTo(409);
        assertThat(running.text()).contains("hardware can change only while it is STOPPED");
        dc.succeeded(dc.act(vm, "stop"));
        assertThat(dc.api().patch(path, wanted).status()).isEqualTo(200);
        var less = dc.api().patch(path, Map.of("spec", Map.of("hardware", Map.of("tpm", true))));
        assertThat(less.json().at("/spec/hardware/firmware").asString()).isEqualTo("UEFI");
        var topology = Map.of("cpuTopology", Map.of("sockets", 2));
        assertThat(dc.api()
                        .patch(path, Map.of("spec", Map.of("vcpuCount", 2, "hardware", topology)))
                        .status())
                .isEqualTo(200);
        var resized = dc.api().patch(path, Map.of("spec", Map.of("vcpuCount", 4)));
        assertThat(resized.status()).isEqualTo(400);
        assertThat(resized.text()).contains("spec.hardware.cpuTopology");
    }

    private void refused(Map<String, Object> more, String words) throws Exception {
        var answer = dc.post("/api/v1/vms", dc.vmRequest(false, more));
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.text()).contains("VALIDATION_FAILED").contains(words);
    }

    private VmId created(Map<String, Object> more) {
        ApiClient.Answer accepted = dc.post("/api/v1/vms", dc.vmRequest(false, more));
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        var location = accepted.header("location");
        return Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1)));
    }

    private void offers(String name, String... capabilities) {
        var host = dc.host(name);
        host.saysOfItself(report -> report.toBuilder()
                .addGuestCpuModels("qemu64")
                .clearCpuFeatures()
                .addAllCpuFeatures(CpuBaseline.X86_64_V2.features().names())
                .addAllCpuFeatures(capabilities.length > 0 ? List.of("svm") : List.of())
                .addAllCapabilities(List.of(capabilities))
                .build());
        host.saysRaw(host.everything());
        await().untilAsserted(() -> assertThat(dc.get("/api/v1/hosts/" + host.id())
                        .at("/status/capabilities")
                        .size())
                .isEqualTo(capabilities.length));
    }
}
