package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskSnapshots.Handover;
import io.atoll.hypervisor.api.DiskSnapshots.Merge;
import io.atoll.hypervisor.api.DiskSnapshots.MergeListener;
import io.atoll.hypervisor.api.DiskSnapshots.Quiesce;
import io.atoll.hypervisor.api.DiskSnapshots.Wish;
import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.Bytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are frozen and merged under a guest that runs in a real QEMU and writes a counter to its disk all the while: what it wrote
 * is never lost, and every file is sound.
 */
@QemuTest
@Timeout(180)
class LiveSnapshotsTest {

    static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmEpoch FIRST = new VmEpoch(1);
    private static final VmEpoch SECOND = new VmEpoch(2);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String UUID = "0190bbbb-0000-7000-8000-00000000000";

    private static final String DATA_SIZE = "512M";

    @TempDir
    Path folder;

    private final List<QemuHypervisor> opened = new ArrayList<>();
    private QemuHypervisor n1;

    @BeforeEach
    void prepare() throws Exception {
        var raw = WitnessDisk.create(folder.resolve("db.raw"), false);
        DiskTools.tool("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(), image(0).toString());
        DiskTools.tool("qemu-img", "create", "-q", "-f", "qcow2", data(0).toString(), DATA_SIZE);
        n1 = open("n1");
    }

    @AfterEach
    void endEverything() {
        opened.forEach(QemuHypervisor::close);
        QemuTests.killAllBelow(folder);
    }

    @Test
    void aSnapshotFreezesAllDisksAtOnceAndTheGuestWritesOn() throws Exception {
        start();

        var frozen = snapshot(1);

        assertThat(frozen.definition().disk(0).orElseThrow().path()).isEqualTo(image(1));
        assertThat(recorded().disk(1).orElseThrow().path()).isEqualTo(data(1));
        var then = counterIn(image(0));
        awaitLife(n1);
        awaitCounterBeyond(image(1), then);
        assertThat(counterIn(image(0))).as("frozen").isEqualTo(then);
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(1), image(0));
        snapshot(1); // asked again
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(1), image(0));
        n1.devices().growDisk(DB, 1, Bytes.ofMebibytes(1024));
        DiskTools.requireSound(image(0), image(1), data(0), data(1));
    }

    @Test
    void aSnapshotThatFailsLeavesNothingInUse() throws Exception {
        start();
        overlay(image(1), image(0));
        var tops = new TreeMap<Integer, Path>();
        tops.put(0, image(1));
        tops.put(1, folder.resolve("missing.qcow2"));

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> n1.snapshots().freeze(DB, tops, Quiesce.NONE))
                .satisfies(e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.DISK_NOT_FOUND));

        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(0));
        assertThat(recorded().disk(0).orElseThrow().path()).isEqualTo(image(0));
        snapshot(1);
        awaitLife(n1);
    }

    @Test
    void aGuestWithoutAnAgentIsFrozenOnlyWhereThatIsEnough() throws Exception {
        start();
        overlay(image(1), image(0));
        var tops = new TreeMap<>(java.util.Map.of(0, image(1)));

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> n1.snapshots().freeze(DB, tops, new Quiesce(Wish.REQUIRED, LONG)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE));
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(0));
        var frozen = n1.snapshots().freeze(DB, tops, new Quiesce(Wish.BEST_EFFORT, LONG));

        assertThat(frozen.quiesced()).isFalse();
        assertThat(frozen.detail()).contains("No agent answers");
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(1), image(0));
    }

    @Test
    void everyKindOfMergeKeepsWhatTheGuestWrites() throws Exception {
        start();
        for (var number = 1; number <= 3; number++) {
            snapshot(number);
            awaitLife(n1);
        }
        var before = counterIn(image(3));
        var bytes = new AtomicLong();

        n1.snapshots()
                .pull(
                        DB,
                        new Merge(0, image(2), image(1), image(0).getFileName().toString()),
                        MergePace.to(bytes));

        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(3), image(2), image(0));
        assertThat(bytes).as("told of").hasPositiveValue();
        Files.delete(image(1));
        DiskTools.requireSound(image(3), image(2), image(0));
        n1.snapshots()
                .commit(
                        DB,
                        new Merge(0, image(2), image(0), image(0).getFileName().toString()),
                        Handover.NONE,
                        MergePace.to(bytes));
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(3), image(0));
        Files.delete(image(2));
        awaitLife(n1);
        DiskTools.requireSound(image(3), image(0));

        var said = new ArrayList<VmState>();
        n1.snapshots().commit(DB, new Merge(0, image(3), image(0), null), saying(said), MergePace.to(bytes));

        assertThat(said).as("while the guest stands still").hasSize(1);
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(0));
        assertThat(recorded().disk(0).orElseThrow().path()).isEqualTo(image(0));
        assertThat(n1.find(DB).orElseThrow().state()).isEqualTo(new VmState.Running());
        Files.delete(image(3));
        var then = counterIn(image(0));
        awaitCounterBeyond(image(0), then);
        assertThat(then).isGreaterThanOrEqualTo(before);
        n1.snapshots()
                .commit(DB, new Merge(0, image(3), image(0), null), saying(said), MergePace.to(bytes)); // asked again
        n1.snapshots()
                .pull(DB, new Merge(1, data(3), data(2), data(1).getFileName().toString()), MergePace.to(bytes));
        n1.stop(DB);
        DiskTools.requireSound(image(0), data(0), data(1), data(3));
    }

    @Test
    void aMergeAndAMoveAfterRestartsOfTheAgentAndTheGuest() throws Exception {
        start();
        snapshot(1);
        snapshot(2);
        n1.close();
        n1 = open("n1");
        n1.adopt();
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(2), image(1), image(0));
        n1.snapshots()
                .commit(DB, new Merge(0, image(2), image(1), null), Handover.NONE, MergePace.to(new AtomicLong()));
        var definition = recorded();
        assertThat(definition.disk(0).orElseThrow().path()).isEqualTo(image(1));
        var n2 = open("n2");

        n1.migrate(DB, migration(n2, definition), MigrationListener.SILENT);

        n2.awaitIncoming(DB, LONG);
        awaitLife(n2);
        assertThat(n2.snapshots().openFiles(DB, 0)).containsExactly(image(1), image(0));
        var then = counterIn(image(1));
        n2.stop(DB);
        n2.start(definition, new VmEpoch(3), StartMode.RUNNING);
        awaitLife(n2);
        n2.snapshots()
                .commit(DB, new Merge(0, image(1), image(0), null), Handover.NONE, MergePace.to(new AtomicLong()));
        awaitLife(n2);
        assertThat(counterIn(image(0))).isGreaterThan(0);
        assertThat(then).isGreaterThan(0);
        n2.devices().unplugDisk(DB, 1, LONG);
        assertThat(openFiles(n2)).as("all files of the disk are closed").doesNotContain(data(0), data(1), data(2));
        DiskTools.requireSound(image(0), data(0));
    }

    /** The job is slowed down, so that it is in the middle for sure. */
    @Test
    void anAgentThatDiesInTheMiddleFollowsTheMergeOn() throws Exception {
        fill(data(0));
        start();
        snapshot(1);
        var merge = new Merge(1, data(1), data(0), null);
        var agent = n1;
        var following = CompletableFuture.runAsync(() -> agent.snapshots().pull(DB, merge, MergePace.slowly(agent)));
        Await.until("the merge is under way", () -> MergePace.progress(agent) > 0);
        n1.close();
        assertThat(following).failsWithin(LONG);
        n1 = open("n1");
        n1.adopt();

        assertThat(n1.snapshots().openFiles(DB, 1)).containsExactly(data(1), data(0));
        MergePace.fast(n1);
        n1.snapshots().pull(DB, merge, MergePace.to(new AtomicLong()));

        assertThat(n1.snapshots().openFiles(DB, 1)).containsExactly(data(1));
        awaitLife(n1);
        DiskTools.requireSound(data(1), data(0));
    }

    @Test
    void aMergeThatIsGivenUpLeavesTheDiskAsItWas() throws Exception {
        fill(data(0));
        start();
        snapshot(1);

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> n1.snapshots().pull(DB, new Merge(1, data(1), data(0), null), new MergeListener() {
                    private boolean begun;

                    @Override
                    public void progress(long bytesDone, long bytesTotal) {
                        begun = true;
                        MergePace.slow(n1);
                    }

                    @Override
                    public boolean isCancelled() {
                        return begun;
                    }
                }));

        assertThat(n1.snapshots().openFiles(DB, 1)).containsExactly(data(1), data(0));
        awaitLife(n1);
    }

    /** QEMU dies in the middle of each kind of merge: no file is damaged, and the guest starts with what it had written. */
    @Test
    void aQemuThatIsKilledInTheMiddleOfAMergeLosesNothing() throws Exception {
        fill(data(0));
        for (var number = 1; number <= 2; number++) {
            overlay(image(number), image(number - 1));
            overlay(data(number), data(number - 1));
        }
        fill(data(2));
        var definition = start(2);
        var merges = List.<Runnable>of(
                () -> n1.snapshots().pull(DB, new Merge(1, data(1), data(0), null), MergePace.slowly(n1)),
                () -> n1.snapshots()
                        .commit(DB, new Merge(1, data(2), data(1), null), Handover.NONE, MergePace.slowly(n1)));
        for (var merge : merges) {
            var then = counterIn(image(2));
            var running = CompletableFuture.runAsync(merge);
            TimeUnit.MILLISECONDS.sleep(300);
            ProcessHandle.of(Objects.requireNonNull(n1.find(DB).orElseThrow().process())
                            .pid())
                    .ifPresent(ProcessHandle::destroyForcibly);
            assertThat(running).failsWithin(LONG);
            Await.until("the end is seen", () -> n1.find(DB).orElseThrow().state() instanceof VmState.Crashed);
            for (var file : List.of(image(0), image(1), image(2), data(0), data(1), data(2))) {
                if (Files.exists(file)) {
                    DiskTools.requireNoDamage(file);
                }
            }
            assertThat(counterIn(image(2))).isGreaterThanOrEqualTo(then);
            n1.start(definition, SECOND, StartMode.RUNNING);
            awaitLife(n1);
        }
        n1.snapshots().pull(DB, new Merge(1, data(1), data(0), null), MergePace.to(new AtomicLong()));
        assertThat(n1.snapshots().openFiles(DB, 1)).containsExactly(data(2), data(1));
        n1.stop(DB);
        assertThat(DiskTools.tool("qemu-io", "-f", "qcow2", "-c", "read -P 0x5a 0 256M", data(2).toString()))
                .doesNotContain("failed");
    }

    /** It dies when the guest stands still already and the file is retired: the guest goes on, in the file below. */
    @Test
    void anAgentThatDiesAtTheSwitchLeavesNoGuestStandingStill() throws Exception {
        start();
        snapshot(1);
        var agent = n1;
        var aside = folder.resolve("retired");
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> agent.snapshots()
                        .commit(
                                DB,
                                new Merge(0, image(1), image(0), null),
                                new Handover() {
                                    @Override
                                    public void over() {
                                        try {
                                            Files.move(image(1), aside);
                                        } catch (IOException e) {
                                            throw new IllegalStateException(e);
                                        }
                                        agent.close();
                                        throw new IllegalStateException("the agent is gone");
                                    }

                                    @Override
                                    public void back() {
                                        // The agent is dead.
                                    }
                                },
                                MergePace.to(new AtomicLong())));

        n1 = open("n1");
        n1.adopt();

        awaitLife(n1);
        assertThat(n1.find(DB).orElseThrow().state()).isEqualTo(new VmState.Running());
        n1.snapshots()
                .commit(DB, new Merge(0, image(1), image(0), null), Handover.NONE, MergePace.to(new AtomicLong()));
        assertThat(n1.snapshots().openFiles(DB, 0)).containsExactly(image(0));
        assertThat(recorded().disk(0).orElseThrow().path()).isEqualTo(image(0));
        var then = counterIn(image(0));
        awaitCounterBeyond(image(0), then);
    }

    private static Handover saying(List<VmState> said) {
        return new Handover() {
            @Override
            public void over() {
                said.add(new VmState.Running());
            }

            @Override
            public void back() {
                said.clear();
            }
        };
    }

    private VmDefinition start() throws IOException {
        return start(0);
    }

    private VmDefinition start(int top) throws IOException {
        var definition = new VmDefinition(
                        DB,
                        "db",
                        QemuTests.witness(DB, "db", image(0)).hardware(),
                        List.of(VmDisk.qcow2(image(top)), VmDisk.qcow2(data(top))),
                        null,
                        List.of())
                .in(DeviceLayout.HOT_PLUG);
        n1.start(definition, FIRST, StartMode.RUNNING);
        awaitLife(n1);
        // It writes to its disk at every eighth beat only.
        awaitCounterBeyond(image(top), 0);
        return definition;
    }

    private io.atoll.hypervisor.api.VmStatus snapshot(int number) throws Exception {
        var tops = new TreeMap<Integer, Path>();
        tops.put(0, image(number));
        tops.put(1, data(number));
        if (!Files.exists(image(number))) {
            overlay(image(number), image(number - 1));
        }
        if (!Files.exists(data(number))) {
            overlay(data(number), data(number - 1));
        }
        return n1.snapshots().freeze(DB, tops, Quiesce.NONE).status();
    }

    private static void overlay(Path file, Path below) throws Exception {
        DiskTools.tool(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-u",
                "-F",
                "qcow2",
                "-b",
                below.getFileName().toString(),
                file.toString(),
                file.getFileName().toString().startsWith("disk-0") ? "1M" : DATA_SIZE);
    }

    private static void fill(Path file) throws Exception {
        DiskTools.tool("qemu-io", "-f", "qcow2", "-c", "write -P 0x5a 0 256M", file.toString());
    }

    private Path image(int number) {
        return folder.resolve(number == 0 ? "disk-0.qcow2" : "disk-0." + UUID + number + ".qcow2");
    }

    private Path data(int number) {
        return folder.resolve(number == 0 ? "disk-1.qcow2" : "disk-1." + UUID + number + ".qcow2");
    }

    /** What the guest wrote, as one would read it who opened this file now. */
    private long counterIn(Path file) throws Exception {
        var raw = folder.resolve("read.raw");
        DiskTools.tool("qemu-img", "convert", "-U", "-f", "qcow2", "-O", "raw", file.toString(), raw.toString());
        return WitnessDisk.counterOnDisk(raw);
    }

    private void awaitCounterBeyond(Path file, long then) {
        Await.until("the guest writes on", () -> {
            try {
                return counterIn(file) > then;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void awaitLife(QemuHypervisor host) {
        var log = host.serialLog(DB);
        var beat = WitnessDisk.heartbeat(log);
        Await.until("the guest lives", () -> WitnessDisk.heartbeat(log) > 0 && WitnessDisk.heartbeat(log) != beat);
    }

    private static List<Path> openFiles(QemuHypervisor host) throws IOException {
        var process = Objects.requireNonNull(host.find(DB).orElseThrow().process());
        var found = new ArrayList<Path>();
        try (var files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (var file : files.toList()) {
                found.add(Files.readSymbolicLink(file));
            }
        }
        return found;
    }

    private static MigrationRequest migration(QemuHypervisor target, VmDefinition definition) {
        var request = new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, null, 0);
        return new MigrationRequest(
                target.prepareIncoming(definition, SECOND, request),
                null,
                MigrationPolicy.withPause(0, MigrationRequest.DEFAULT_DOWNTIME_LIMIT),
                LONG);
    }

    private VmDefinition recorded() throws IOException {
        return VmRecordFile.read(folder.resolve("n1").resolve(DB.toString()).resolve("vm.json"))
                .definition();
    }

    private QemuHypervisor open(String host) {
        var next = new QemuHypervisor(QemuSettings.in(folder.resolve(host)), InstantSource.system());
        opened.add(next);
        return next;
    }
}
