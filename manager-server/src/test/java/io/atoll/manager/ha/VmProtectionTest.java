package io.atoll.manager.ha;

import static io.atoll.agent.v1.RunRequest.OperationCase.SHUTDOWN_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.START_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.STOP_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.WRITE_SPEC;
import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.Failed;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.ha.zk.facts.Orders;
import io.atoll.ha.zk.facts.Orders.Leave;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.Protection.Priority;
import io.atoll.ha.zk.facts.Protections;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.HaHost;
import io.atoll.model.ClusterId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The record in ZooKeeper follows what people want of a VM, and says of its spec what really lies beside the disks. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmProtectionTest {
    /** After which a spec that could not be written is written again. */
    private static final Duration PAUSE = Duration.ofSeconds(31);

    private final ManagerUnderTest manager;
    private final Protections protections;
    private final HaSettings settings;
    private final JdbcClient jdbc;
    private Datacenter dc;
    private HaHost a;
    private HaHost b;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    VmProtectionTest(ManagerUnderTest manager, Protections protections, HaSettings settings, JdbcClient jdbc) {
        this.manager = manager;
        this.protections = protections;
        this.settings = settings;
        this.jdbc = jdbc;
    }

    @BeforeAll
    void open() throws Exception {
        dc = Datacenter.of(manager, 2);
        var on = manager.admin()
                .patch(
                        "/api/v1/clusters/" + dc.cluster(),
                        Map.of("spec", Map.of("ha", Map.of("enabled", true, "admissionPolicy", "WARN"))));
        assertThat(on.status()).as("%s", on).isEqualTo(200);
        a = HaHost.of(manager, dc, "a");
        b = HaHost.of(manager, dc, "b");
    }

    @AfterEach
    void settle() {
        dc.checkInvariants();
    }

    @AfterAll
    void close() {
        a.close();
        b.close();
        dc.close();
    }

    private VmId protectedVm() {
        var spec = Map.<String, Object>of(
                "hostId", dc.host("a").id().toString(), "ha", Map.of("protected", true, "priority", "HIGH"));
        var answer = dc.post("/api/v1/vms", dc.vmRequest(true, spec));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var location = answer.header("location");
        var vm = Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1)));
        awaitState(vm, "PROTECTED");
        return vm;
    }

    private void awaitState(VmId vm, String state) {
        await(vm + " " + state).atMost(LONG).untilAsserted(() -> {
            var ha = dc.get("/api/v1/vms/" + vm).at("/status/ha");
            assertThat(ha.get("state").asString()).as("%s", ha).isEqualTo(state);
        });
    }

    private void awaitReason(VmId vm, String code) {
        await(vm + " " + code).atMost(LONG).untilAsserted(() -> {
            var ha = dc.get("/api/v1/vms/" + vm).at("/status/ha");
            assertThat(ha.get("state").asString()).as("%s", ha).isEqualTo("UNPROTECTED");
            assertThat(ha.get("reasons").findValuesAsString("code"))
                    .as("%s", ha)
                    .contains(code);
        });
    }

    private static String sha256(ByteString file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file.toByteArray()));
    }

    /** What the hosts were given to lie beside the disks, in the order in which it was given to them. */
    private List<ByteString> specsOf(VmId vm) {
        return List.of(dc.host("a"), dc.host("b")).stream()
                .flatMap(host -> java.util.stream.Stream.concat(
                        host.commands(START_VM).stream(), host.commands(WRITE_SPEC).stream()))
                .filter(run -> run.hasStartVm()
                        ? run.getStartVm().getSpec().getVmId().equals(vm.toString())
                        : run.getWriteSpec().getVmId().equals(vm.toString()))
                .map(run -> run.hasStartVm()
                        ? run.getStartVm().getSpecFile()
                        : run.getWriteSpec().getSpecFile())
                .toList();
    }

    @Test
    void theSettingsOfTheClusterReachTheAgents() {
        var cluster = ClusterId.parse(dc.cluster());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(settings.read(cluster)).hasValueSatisfying(told -> {
                    assertThat(told.enabled()).isTrue();
                    assertThat(told.hosts())
                            .containsOnlyKeys(dc.host("a").id(), dc.host("b").id());
                    assertThat(told.mostAttempts()).isEqualTo(5);
                }));
    }

    @Test
    void theRecordOfARunningVmCarriesWhatARestartNeeds() throws Exception {
        var vm = protectedVm();
        var record = protections.read(vm).orElseThrow();
        assertThat(record.priority()).isEqualTo(Priority.HIGH);
        assertThat(record.pool()).isEqualTo(PoolId.parse(dc.pool()));
        assertThat(record.memory()).isEqualTo(new Mebibytes(256));
        assertThat(record.specSha256()).isEqualTo(sha256(specsOf(vm).getLast()));
        dc.succeeded(dc.act(vm, "stop"));
        awaitState(vm, "NOT_RUNNING");
        assertThat(protections.read(vm)).isEmpty();
        dc.succeeded(dc.delete(vm));
        dc.checkInvariants(vm);
    }

    @Test
    void aVmWhoseHostLostTheGuestsNetworkMigratesWhereTheHaLeaderWants() {
        var vm = protectedVm();
        var epoch = manager.bean(OwnerRegistry.class).read(vm).orElseThrow().epoch();
        var from = dc.host("a").id();
        var to = dc.host("b").id();
        var orders = new Orders(manager.bean(ZookeeperConnection.class), ClusterId.parse(dc.cluster()));
        orders.leave(new Leave(vm, epoch, from, to), _ -> true);
        a.guestNetworkIs(false);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                dc.get("/api/v1/vms/" + vm).at("/status/hostId").asString())
                        .isEqualTo(to.toString()));
        dc.awaitState(vm, "RUNNING");
        a.guestNetworkIs(true);
        var tasks = dc.get("/api/v1/tasks?filter=kind==%22vm.migrate%22").get("items");
        assertThat(tasks.findValuesAsString("requestedBy")).anyMatch(by -> by.startsWith("HA: "));
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void whenTheSpecChangesFileAndRecordFollow() throws Exception {
        var vm = protectedVm();
        var before = protections.read(vm).orElseThrow().specSha256();
        var changed = manager.admin().patch("/api/v1/vms/" + vm, Map.of("name", manager.unique("renamed")));
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        await().atMost(LONG).untilAsserted(() -> {
            var now = protections.read(vm).map(Protection::specSha256).orElseThrow();
            assertThat(now).isNotEqualTo(before).isEqualTo(sha256(specsOf(vm).getLast()));
        });
        awaitState(vm, "PROTECTED");
        dc.succeeded(dc.act(vm, "stop"));
    }

    /** Its answer lost, the same file is sent again: another signature would be another SHA-256 than the host kept. */
    @Test
    void aSpecWhoseAnswerWasLostIsSentAgainByteForByte() throws Exception {
        var vm = protectedVm();
        dc.host("a")
                .on(WRITE_SPEC)
                .answers(OperationEvent.newBuilder()
                        .setFailed(Failed.newBuilder().setCode("AGENT_FAILED").setDetail("it says so, but it did it")));
        int before = specsOf(vm).size();
        var changed = manager.admin().patch("/api/v1/vms/" + vm, Map.of("name", manager.unique("renamed")));
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        await().atMost(LONG).untilAsserted(() -> {
            dc.timePasses(PAUSE);
            assertThat(specsOf(vm)).hasSizeGreaterThanOrEqualTo(before + 2);
        });
        var sent = specsOf(vm).subList(before, specsOf(vm).size());
        assertThat(sent).as("every attempt at one generation").containsOnly(sent.getFirst());
        awaitState(vm, "PROTECTED");
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void theRecordIsGoneBeforeTheGuestIsStopped() throws Exception {
        for (var command : List.of(STOP_VM, SHUTDOWN_VM)) {
            var vm = protectedVm();
            var seen = new AtomicReference<String>("nothing was asked");
            dc.host("a").on(command).first(() -> seen.set(protections.read(vm).isPresent() ? "there" : "gone"));
            dc.succeeded(dc.act(vm, command == STOP_VM ? "stop" : "shutdown"));
            assertThat(seen.get())
                    .as("the record when the host got %s", command)
                    .isEqualTo("gone");
            assertThat(dc.world().owner(vm))
                    .hasValueSatisfying(owner -> assertThat(owner.host()).isNull());
        }
    }

    @Test
    void aVmWhoseShutdownFailedIsProtectedAgain() {
        var vm = protectedVm();
        dc.host("a").on(SHUTDOWN_VM).fails("SHUTDOWN_TIMEOUT", "the guest does not listen");
        dc.failed(dc.act(vm, "shutdown"), "SHUTDOWN_TIMEOUT");
        awaitState(vm, "PROTECTED");
        assertThat(protections.read(vm)).isPresent();
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void aVmThatNobodyWantsProtectedAnyMoreIsNot() throws Exception {
        var vm = protectedVm();
        manager.admin().patch("/api/v1/vms/" + vm, Map.of("spec", Map.of("ha", Map.of("protected", false))));
        awaitState(vm, "OFF");
        await().atMost(LONG).until(() -> protections.read(vm).isEmpty());
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void aRecordThatZookeeperLostIsPutThereAgain() {
        var vm = protectedVm();
        protections.unprotect(vm);
        await().atMost(LONG).until(() -> protections.read(vm).isPresent());
        awaitState(vm, "PROTECTED");
        dc.succeeded(dc.act(vm, "stop"));
    }

    private JsonNode ifHostADied() {
        return dc.get("/api/v1/clusters/" + dc.cluster() + "/ha/what-if?hostDown="
                + dc.host("a").id());
    }

    @Test
    void whatStandsInTheWayIsNamedAndNoRestartIsForetold() throws Exception {
        var vm = protectedVm();
        assertThat(ifHostADied().at("/restarts/0/vmId").asString()).isEqualTo(vm.toString());
        a.fallsSilent();
        awaitReason(vm, "HOST_NOT_BEATING");
        assertThat(ifHostADied().at("/restarts/0/vmId").asString())
                .as("that its host is silent is what is asked about")
                .isEqualTo(vm.toString());
        a.beatsAgain();
        awaitState(vm, "PROTECTED");

        a.cannot("No cgroup v2.");
        awaitReason(vm, "HOST_NOT_CAPABLE");
        var incapable = ifHostADied();
        assertThat(incapable.get("restarts").isEmpty()).as("%s", incapable).isTrue();
        assertThat(incapable.at("/notRestarted/0/vmId").asString()).isEqualTo(vm.toString());
        assertThat(incapable.at("/notRestarted/0/reason").asString()).isEqualTo("Its host: No cgroup v2.");
        assertThat(incapable.get("doubt").isNull()).isTrue();
        a.canAll();
        awaitState(vm, "PROTECTED");

        var cluster = "/api/v1/clusters/" + dc.cluster();
        manager.admin().patch(cluster, Map.of("spec", Map.of("ha", Map.of("armed", false))));
        awaitReason(vm, "CLUSTER_HA_DISARMED");
        var disarmed = ifHostADied();
        assertThat(disarmed.get("acting").asBoolean()).isFalse();
        assertThat(disarmed.get("doubt").asString()).contains("HA is switched off", "spec.ha.armed");
        assertThat(disarmed.at("/notRestarted/0/reason").asString()).contains("HA is disarmed");
        manager.admin().patch(cluster, Map.of("spec", Map.of("ha", Map.of("armed", true))));
        awaitState(vm, "PROTECTED");
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void aVmThatIsBeingStartedOrOfWhichNobodyKnowsIsNotCalledProtected() {
        var vm = protectedVm();
        dc.succeeded(dc.act(vm, "stop"));
        awaitState(vm, "NOT_RUNNING");
        // What was said of its last run is what the keeper has not looked at yet.
        var seen = new AtomicReference<JsonNode>();
        dc.host("a").on(START_VM).first(() -> {
            jdbc.sql("update vm_protection set state = 'PROTECTED', reasons = '[]' where vm_id = :vm")
                    .param("vm", vm.value())
                    .update();
            seen.set(dc.get("/api/v1/vms/" + vm).get("status"));
        });
        dc.succeeded(dc.act(vm, "start"));
        assertThat(seen.get().get("powerState").asString()).isEqualTo("STARTING");
        assertThat(seen.get().at("/ha/state").asString()).isEqualTo("UNPROTECTED");
        assertThat(seen.get().at("/ha/reasons/0/code").asString()).isEqualTo("VM_STARTING");
        awaitState(vm, "PROTECTED");

        dc.host("a").dies();
        dc.awaitState(vm, "UNKNOWN");
        awaitReason(vm, "VM_UNKNOWN");
        assertThat(dc.get("/api/v1/vms/" + vm).at("/status/ha/state").asString())
                .isEqualTo("UNPROTECTED");
        dc.host("a").start();
        awaitState(vm, "PROTECTED");
        dc.succeeded(dc.act(vm, "stop"));
    }

    /** Before the migration to records, specs were written of which no SHA-256 was kept. */
    @Test
    void aVmFromBeforeGetsAFreshSpec() {
        var vm = protectedVm();
        jdbc.sql("update vm_protection set written_generation = null, written_sha256 = null, sealed_generation = null,"
                        + " sealed_file = null, record = null where vm_id = :vm")
                .param("vm", vm.value())
                .update();
        protections.unprotect(vm);
        await().atMost(LONG).until(() -> protections.read(vm).isPresent());
        awaitState(vm, "PROTECTED");
        dc.succeeded(dc.act(vm, "stop"));
    }

    @Test
    void aMigratedVmIsProtectedWhereItIs() {
        var vm = protectedVm();
        var task = dc.migrate(vm, "b");
        dc.succeeded(task);
        awaitState(vm, "PROTECTED");
        var placement = dc.get("/api/v1/vms/" + vm).at("/status/placement");
        assertThat(placement.get("hostId").asString())
                .isEqualTo(dc.host("b").id().toString());
        assertThat(placement.get("reason").asString())
                .startsWith("Migrated from %s to %s by task %s. "
                        .formatted(dc.host("a").name(), dc.host("b").name(), task));
        assertThat(specsOf(vm).getLast()).isNotNull();
        dc.succeeded(dc.act(vm, "stop"));
    }
}
