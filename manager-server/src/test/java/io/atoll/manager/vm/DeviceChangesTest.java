package io.atoll.manager.vm;

import static io.atoll.agent.v1.RunRequest.OperationCase.APPLY_DEVICES;
import static io.atoll.agent.v1.RunRequest.OperationCase.GROW_DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.VmId;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Disks and network cards come, go and grow, with agents that fail, hosts that die and managers that die in between. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceChangesTest {
    private static final long GIB = 1L << 30;

    private final ManagerUnderTest manager;
    private CrashingFence leader;
    private Datacenter dc;
    private ScriptedAgent a;
    private ScriptedAgent b;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    DeviceChangesTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        leader = manager.bean(CrashingFence.class);
        dc = Datacenter.of(manager, 2);
        a = dc.host("a");
        b = dc.host("b");
    }

    @AfterEach
    void settle() {
        leader.calm();
        a.isHonest();
        b.isHonest();
        dc.awaitReady(a);
        dc.awaitReady(b);
        dc.checkInvariants();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @Test
    void aDiskGrowsUnderAGuestAndOfAVmThatIsOff() {
        var vm = dc.runningVm("a");

        var grown = dc.succeeded(grow(vm, 0, 3));

        assertThat(grown.at("/result/inTheGuest").asString()).contains("grow them inside the guest");
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, 3 * GIB));
        assertThat(sizeGiB(vm, 0)).isEqualTo(3);
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(grow(vm, 0, 5));
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, 5 * GIB));
        assertThat(sizeGiB(vm, 0)).isEqualTo(5);
        assertThat(a.done(GROW_DISK)).isGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aDiskThatWouldShrinkIsRefusedWithBothSizes(int sizeGiB) throws Exception {
        var vm = dc.runningVm("a");

        var refused = dc.post("/api/v1/vms/" + vm + "/disks/0/actions/grow", Map.of("sizeGiB", sizeGiB));

        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.text()).contains("sizeGiB").contains(String.valueOf(sizeGiB));
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB));
    }

    @Test
    void whatCannotBeIsRefusedWithAReason() throws Exception {
        measurePool();
        var vm = dc.runningVm("a");
        var vms = "/api/v1/vms/" + vm;

        assertRefused(dc.post(vms + "/disks", Map.of("sizeGiB", 991)), 409, "POOL_FULL", "990 GiB left");
        assertRefused(dc.post(vms + "/disks/0/actions/grow", Map.of("sizeGiB", 999)), 409, "POOL_FULL", "998 GiB more");
        assertRefused(dc.post(vms + "/disks/7/actions/grow", Map.of("sizeGiB", 2)), 404, "VM_DISK_NOT_FOUND", "disk 7");
        assertRefused(dc.post(vms + "/disks", Map.of()), 400, "VALIDATION_FAILED", "sizeGiB");
        assertRefused(dc.post(vms + "/disks", Map.of("sizeGiB", -1)), 400, "VALIDATION_FAILED", "-1");
        assertRefused(dc.api().delete(vms + "/disks/0"), 409, "IN_USE", "disk 0");
        assertRefused(dc.api().delete(vms + "/disks/1"), 404, "VM_DISK_NOT_FOUND", "disk 1");
        assertRefused(dc.api().delete(vms + "/disks/many"), 400, "VALIDATION_FAILED", "");
        assertRefused(dc.api().delete(vms + "/nics/5"), 404, "VM_NIC_NOT_FOUND", "network card 5");
        assertRefused(dc.post(vms + "/nics", Map.of("networkId", "x")), 400, "VALIDATION_FAILED", "networkId");
        for (var index = 1; index < 8; index++) {
            dc.succeeded(add(vm, 1));
        }
        assertRefused(dc.post(vms + "/disks", Map.of("sizeGiB", 1)), 409, "LIMIT_REACHED", "8 disks");
        dc.succeeded(dc.act(vm, "pause"));
        assertRefused(dc.post(vms + "/disks", Map.of("sizeGiB", 1)), 409, "VM_WRONG_STATE", "PAUSED");
    }

    @Test
    void aNewDiskIsTheGuestsAndMovesWithIt() throws Exception {
        var vm = dc.runningVm("a");

        var added = dc.succeeded(add(vm, 2));

        assertThat(added.at("/result/diskIndex").asInt()).isEqualTo(1);
        assertThat(a.disksOf(vm)).containsExactlyInAnyOrder(0, 1);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB, 1, 2 * GIB));
        assertThat(specBesideTheDisks(a).getDisksList())
                .extracting(DiskSpec::getIndex)
                .containsExactly(0, 1);
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(b.disksOf(vm)).containsExactlyInAnyOrder(0, 1);

        dc.succeeded(remove(vm, 1));

        assertThat(b.disksOf(vm)).containsExactly(0);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB));
        assertThat(specBesideTheDisks(b).getDisksList())
                .extracting(DiskSpec::getIndex)
                .containsExactly(0);
        dc.succeeded(dc.migrate(vm, "a"));
        assertThat(a.disksOf(vm)).containsExactly(0);
    }

    @Test
    void aVmThatIsOffStartsWithWhatItWasGiven() {
        var vm = dc.stoppedVm();

        dc.succeeded(add(vm, 2));
        dc.succeeded(add(vm, 3));
        dc.succeeded(remove(vm, 1));

        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB, 2, 3 * GIB));
        dc.succeeded(dc.start(vm, "a"));
        assertThat(a.disksOf(vm)).containsExactlyInAnyOrder(0, 2);
        assertThat(dc.succeeded(add(vm, 1)).at("/result/diskIndex").asInt())
                .as("the free number")
                .isEqualTo(1);
    }

    @Test
    void whatTheGuestDoesNotReleaseStays() {
        var vm = dc.runningVm("a");
        dc.succeeded(add(vm, 2));
        a.on(APPLY_DEVICES).fails("DEVICE_NOT_RELEASED", "The guest did not release disk 1 within 30 s; it keeps it.");

        var task = dc.failed(remove(vm, 1), "DEVICE_NOT_RELEASED");

        assertThat(task.at("/failure/detail").asString()).contains("within 30 s");
        assertThat(a.disksOf(vm)).containsExactlyInAnyOrder(0, 1);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB, 1, 2 * GIB));
        assertThat(sizeGiB(vm, 1)).isEqualTo(2);
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(b.disksOf(vm)).containsExactlyInAnyOrder(0, 1);
        dc.succeeded(remove(vm, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE_VOLUME", "APPLY_DEVICES"})
    void aDiskThatCannotBeGivenLeavesNothing(String command) {
        var vm = dc.runningVm("a");
        a.on(OperationCase.valueOf(command)).fails("HYPERVISOR_FAILED", "no");

        dc.failed(add(vm, 2), "HYPERVISOR_FAILED");

        assertThat(a.disksOf(vm)).containsExactly(0);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB));
        assertThat(dc.get("/api/v1/vms/" + vm).at("/spec/disks")).hasSize(1);
    }

    /** Only a guest that does not let go has it; a host that fails says nothing of the guest. */
    @Test
    void aDiskThatCanNeitherBeGivenNorTakenBackIsNotCountedAsTheGuests() {
        var vm = dc.runningVm("a");
        a.on(APPLY_DEVICES).fails("HYPERVISOR_FAILED", "no").times(2);

        dc.failed(add(vm, 2), "HYPERVISOR_FAILED");

        assertThat(a.disksOf(vm)).containsExactly(0);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB));
        assertThat(dc.get("/api/v1/vms/" + vm).at("/spec/disks")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE_VOLUME", "APPLY_DEVICES", "DELETE_VOLUME", "GROW_DISK"})
    void anAgentThatDiesWithItsAnswerIsAskedAgain(String command) {
        var vm = dc.runningVm("a");
        a.on(OperationCase.valueOf(command)).losesAnswer().then(() -> {
            a.dies();
            a.start();
        });

        dc.succeeded(add(vm, 2));
        dc.awaitState(vm, "RUNNING");
        dc.succeeded(grow(vm, 1, 4));
        dc.awaitState(vm, "RUNNING");
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB, 1, 4 * GIB));
        dc.succeeded(remove(vm, 1));

        assertThat(a.disksOf(vm)).containsExactly(0);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB));
    }

    /** Once before the given write of each of the tasks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 10})
    void managersThatDieLeaveNothingHalfDone(int write) {
        var vm = dc.runningVm("a");
        var before = leader.crashes();

        leader.crashAtWrite(write);
        dc.succeeded(add(vm, 2));
        leader.crashAtWrite(write);
        dc.succeeded(grow(vm, 1, 4));
        leader.calm();

        assertThat(leader.crashes()).isGreaterThan(before);
        assertThat(a.disksOf(vm)).containsExactlyInAnyOrder(0, 1);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB, 1, 4 * GIB));
        assertThat(sizeGiB(vm, 1)).isEqualTo(4);
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(b.disksOf(vm)).containsExactlyInAnyOrder(0, 1);
        leader.crashAtWrite(write);
        dc.succeeded(remove(vm, 1));
        leader.calm();
        assertThat(b.disksOf(vm)).containsExactly(0);
        assertThat(dc.world().disks(vm)).isEqualTo(Map.of(0, GIB));
        dc.succeeded(dc.migrate(vm, "a"));
        assertThat(a.disksOf(vm)).containsExactly(0);
    }

    @Test
    void aManagerThatDiesWhileAGuestKeepsADiskPutsItBack() {
        var vm = dc.runningVm("a");
        dc.succeeded(add(vm, 2));
        a.on(APPLY_DEVICES).fails("DEVICE_NOT_RELEASED", "no").times(1);
        leader.crashAtEveryWrite(9);

        dc.failed(remove(vm, 1), "DEVICE_NOT_RELEASED");

        leader.calm();
        assertThat(a.disksOf(vm)).containsExactlyInAnyOrder(0, 1);
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(b.disksOf(vm)).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void limitsAreKeptOverMovesAndStartsAndTakenBackWhereTheHostFails() throws Exception {
        var vm = dc.runningVm("a");
        var disk = "/api/v1/vms/" + vm + "/disks/0";

        dc.succeeded(task(dc.api().patch(disk, Map.of("iopsLimit", 500, "bytesPerSecondLimit", 1 << 20))));

        assertThat(a.limitsOf(vm)).isEqualTo(Map.of(0, 500L));
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(b.limitsOf(vm)).isEqualTo(Map.of(0, 500L));
        b.on(APPLY_DEVICES).fails("HYPERVISOR_FAILED", "no");
        dc.failed(task(dc.api().patch(disk, Map.of("iopsLimit", 0))), "HYPERVISOR_FAILED");
        assertThat(b.limitsOf(vm)).isEqualTo(Map.of(0, 500L));
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.start(vm, "a"));
        assertThat(a.limitsOf(vm)).isEqualTo(Map.of(0, 500L));
        dc.succeeded(task(dc.api().patch(disk, Map.of("iopsLimit", 0))));
        assertThat(a.limitsOf(vm)).isEmpty();
        var shown = dc.get("/api/v1/vms/" + vm).at("/spec/disks/0");
        assertThat(shown.at("/iopsLimit").isNull()).isTrue();
        assertThat(shown.at("/bytesPerSecondLimit").asLong())
                .as("what was not named stays")
                .isEqualTo(1 << 20);
        assertRefused(dc.api().patch(disk, Map.of("iopsLimit", 9)), 400, "VALIDATION_FAILED", "10");
    }

    @Test
    void networkCardsComeAndGoWithTheirAddresses() throws Exception {
        var vm = dc.runningVm("a");
        var first = a.nicsOf(vm);
        var network = network();

        var added = dc.succeeded(task(dc.post("/api/v1/vms/" + vm + "/nics", Map.of("networkId", network))));

        var index = added.at("/result/nicIndex").asInt();
        assertThat(first).doesNotContain(index);
        assertThat(a.nicsOf(vm)).contains(index);
        var card = dc.get("/api/v1/vms/" + vm)
                .at("/spec/nics/"
                        + (dc.get("/api/v1/vms/" + vm).at("/spec/nics").size() - 1));
        assertThat(card.at("/address").asString()).startsWith("10.77.0.");
        dc.succeeded(task(dc.api().delete("/api/v1/vms/" + vm + "/nics/" + index)));
        assertThat(a.nicsOf(vm)).isEqualTo(first);
        assertThat(dc.get("/api/v1/vms/" + vm).at("/spec/nics")).hasSize(first.size());
        var again = dc.succeeded(task(dc.post(
                "/api/v1/vms/" + vm + "/nics",
                Map.of("networkId", network, "address", card.at("/address").asString()))));
        assertThat(again.at("/result/nicIndex").asInt())
                .as("number and address are free again")
                .isEqualTo(index);
    }

    /** A host says anew how full the pool is; 10 of 1,000 GiB are in use. */
    private void measurePool() {
        a.dies();
        a.start();
        await("the pool's size")
                .atMost(Datacenter.LONG)
                .until(() -> manager.bean(JdbcClient.class)
                        .sql("select capacity_bytes is not null from pool where id = cast(:id as uuid)")
                        .param("id", dc.pool())
                        .query((row, _) -> row.getBoolean(1))
                        .single());
        dc.awaitReady(a);
    }

    private String network() throws Exception {
        var spec = Map.of(
                "clusterId", dc.cluster(),
                "addressing", "STATIC",
                "subnetCidr", "10.77.0.0/24",
                "gateway", "10.77.0.1",
                "rangeStart", "10.77.0.10",
                "rangeEnd", "10.77.0.200");
        var name = manager.unique("net");
        var made = dc.api().post("/api/v1/networks", Map.of("name", name, "spec", spec));
        assertThat(made.status()).as("%s", made).isIn(200, 201, 202);
        return manager.bean(JdbcClient.class)
                .sql("select id::text from network where name = :name")
                .param("name", name)
                .query(String.class)
                .single();
    }

    private String grow(VmId vm, int index, int sizeGiB) {
        return task(dc.post("/api/v1/vms/" + vm + "/disks/" + index + "/actions/grow", Map.of("sizeGiB", sizeGiB)));
    }

    private String add(VmId vm, int sizeGiB) {
        return task(dc.post("/api/v1/vms/" + vm + "/disks", Map.of("sizeGiB", sizeGiB)));
    }

    private String remove(VmId vm, int index) {
        try {
            return task(dc.api().delete("/api/v1/vms/" + vm + "/disks/" + index));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String task(ApiClient.Answer accepted) {
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        var location = accepted.header("location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private int sizeGiB(VmId vm, int index) {
        for (var disk : dc.get("/api/v1/vms/" + vm).at("/spec/disks")) {
            if (disk.at("/index").asInt() == index) {
                return disk.at("/sizeGiB").asInt();
            }
        }
        throw new AssertionError("no disk " + index);
    }

    /** What a host would start the VM with, were the manager gone: the last spec it was told to keep with a change of devices. */
    private static VmSpec specBesideTheDisks(ScriptedAgent host) throws Exception {
        var told = host.commands(APPLY_DEVICES).getLast().getApplyDevices();
        var kept =
                SpecFiles.read(told.getSpecFile().toByteArray(), (_, _) -> true).getSpec();
        assertThat(kept).isEqualTo(told.getSpec());
        return kept;
    }

    private static void assertRefused(ApiClient.Answer refused, int status, String code, String words) {
        assertThat(refused.status()).as("%s", refused).isEqualTo(status);
        assertThat(refused.json().at("/code").asString()).as("%s", refused).isEqualTo(code);
        assertThat(refused.text()).contains(words);
    }
}
