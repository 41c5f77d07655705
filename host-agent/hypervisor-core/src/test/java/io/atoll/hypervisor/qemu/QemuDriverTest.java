package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.MachineType;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.qemu.QemuSettings.AcceleratorChoice;
import io.atoll.hypervisor.qemu.VmRecord.Phase;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only the QEMU driver promises: processes, folders, sockets, and what happens when a process misbehaves. */
@QemuTest
@Timeout(180)
class QemuDriverTest {

    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmId WEB = VmId.parse("0190aaaa-0000-7000-8000-0000000000eb");
    private static final VmEpoch EPOCH = new VmEpoch(1);
    private static final long LOG_LIMIT_BYTES = 4096;

    @TempDir
    Path folder;

    private final List<QemuHypervisor> opened = new ArrayList<>();
    private QemuHypervisor hypervisor;
    private VmDefinition db;

    @BeforeEach
    void prepare() throws IOException {
        db = QemuTests.witness(DB, "db", WitnessDisk.create(folder.resolve("db.raw"), false));
        hypervisor = open(Duration.ofSeconds(20));
    }

    @AfterEach
    void endEverything() {
        opened.forEach(QemuHypervisor::close);
        QemuTests.killAllBelow(folder);
    }

    @Test
    void theProcessIsCagedAndStandsOnItsOwn() throws IOException {
        var pid = pidOf(start());

        var status = Files.readString(Path.of("/proc/" + pid + "/status"));
        assertThat(status).containsPattern("Seccomp:\\s+2");
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var session = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
        assertThat(Long.parseLong(session)).as("it leads a session of its own").isEqualTo(pid);
        var environment = Files.readString(Path.of("/proc/" + pid + "/environ"));
        assertThat(environment.split("\0", -1))
                .filteredOn(line -> !line.isEmpty())
                .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "LC_ALL=C");
    }

    @Test
    void theFolderIsClosedToOthersAndGoneAfterDelete() throws IOException {
        start();
        var vmFolder = hypervisor.serialLog(DB).getParent();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(vmFolder)))
                .isEqualTo("rwx------");
        hypervisor.stop(DB);
        hypervisor.delete(DB);

        assertThat(vmFolder).doesNotExist();
        assertThat(folder.resolve("db.raw")).as("disks are never touched").exists();
    }

    @Test
    void whatTheGuestWritesIsOnItsDisk() throws IOException {
        start();
        Await.until("a counter is written", () -> counter() > 0);

        hypervisor.stop(DB);

        assertThat(WitnessDisk.counterOnDisk(folder.resolve("db.raw"))).isPositive();
    }

    @Test
    void theDisplaySpeaksRfb() throws IOException {
        start();

        assertThat(conversation(hypervisor.vncSocket(DB), "", 12)).isEqualTo("RFB 003.008\n");
    }

    @Test
    void theSerialLineAnswersAndIsKept() throws IOException {
        start();
        Await.until("the guest is up", () -> WitnessDisk.heartbeat(hypervisor.serialLog(DB)) > 2);

        var answer = conversation(hypervisor.serialSocket(DB), "xyz!", 60);

        assertThat(withoutHeartbeats(answer)).isEqualTo("xyz!");
        assertThat(withoutHeartbeats(Files.readString(hypervisor.serialLog(DB))))
                .isEqualTo("xyz!");
    }

    @Test
    void theSerialLogStaysBounded() throws IOException {
        start();
        var log = hypervisor.serialLog(DB);
        Files.write(log, new byte[(int) LOG_LIMIT_BYTES], StandardOpenOption.APPEND);
        var older = VmFolder.olderPart(log);

        Await.until("the log is cut back", () -> Files.exists(older));

        assertThat(older.toFile().length()).isLessThanOrEqualTo(LOG_LIMIT_BYTES / 2);
        Await.until("the log goes on", () -> WitnessDisk.heartbeat(log) > 0);
    }

    @Test
    void aVmWithEverythingStarts() throws IOException {
        var seed = Files.write(folder.resolve("seed.iso"), new byte[64 << 10]);
        var full = new VmDefinition(
                WEB,
                "web \u540d, -S",
                new VmHardware(2, new Mebibytes(64), CpuBaseline.X86_64_V3, MachineType.BASELINE, new Mebibytes(16)),
                List.of(
                        new VmDisk(
                                WitnessDisk.create(folder.resolve("web.raw"), false),
                                VmDisk.Format.RAW,
                                VmDisk.Cache.NONE,
                                false),
                        new VmDisk(
                                WitnessDisk.create(folder.resolve("data.raw"), false),
                                VmDisk.Format.RAW,
                                VmDisk.Cache.WRITEBACK,
                                true)),
                seed,
                List.of(new VmNic(new MacAddress("52:54:00:00:00:02"), new NicBackend.UserMode(true))));

        hypervisor.start(full, EPOCH, StartMode.RUNNING);

        Await.until("its heart beats", () -> WitnessDisk.heartbeat(hypervisor.serialLog(WEB)) > 2);
        var sample = hypervisor.sample(WEB);
        var disk = Objects.requireNonNull(sample.disk());
        assertThat(disk.inBytes()).isPositive();
        assertThat(disk.inCount()).isPositive();
        assertThat(sample.network()).as("nobody counts user-mode networking").isNull();
        assertThat(sample.cpu().vcpuCount()).isBetween(1, 2); // one thread for both where the emulation has only one
        assertThat(sample.cpu().ready()).isNotNull();
        assertThat(sample.memory().swapBytes()).isNotNull();
        assertThat(sample.memory().balloonBytes()).isEqualTo(64L << 20);
        assertThat(sample.memory().activeBytes())
                .as("this guest has no balloon driver")
                .isNull();
    }

    @Test
    void aBaselineTheHostLacksIsRefused() {
        var settings = settings(Duration.ofSeconds(20)).withAccelerator(AcceleratorChoice.FORCE_TCG);
        var emulating = new QemuHypervisor(settings, InstantSource.system());
        opened.add(emulating);
        var greedy = new VmDefinition(
                DB, "db", VmHardware.of(1, new Mebibytes(32), CpuBaseline.X86_64_V4), db.disks(), null, List.of());

        assertRefused(
                HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED, () -> emulating.start(greedy, EPOCH, StartMode.RUNNING));
        assertThat(emulating.list()).isEmpty();
    }

    @Test
    void aStateDirectoryTooDeepForSocketsIsRefused() {
        var deep = folder.resolve("d".repeat(100));
        var other = new QemuHypervisor(QemuSettings.in(deep), InstantSource.system());
        opened.add(other);

        assertRefused(HypervisorErrorCode.HYPERVISOR_UNAVAILABLE, () -> other.start(db, EPOCH, StartMode.RUNNING));
        assertThat(deep).doesNotExist();
    }

    @Test
    void vmsOutliveAnAgentThatIsKilled() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var log = folder.resolve("agent.log");
        var agent = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShortLivedAgent.class.getName(),
                        folder.resolve("n1").toString(),
                        folder.resolve("db.raw").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Await.until("the VM runs", () -> said(log).contains("STARTED"), () -> said(log));
        agent.destroyForcibly().waitFor();
        var serial = folder.resolve("n1").resolve(DB.toString()).resolve("serial.log");
        var beat = WitnessDisk.heartbeat(serial);
        Await.until("the guest goes on without agent", () -> WitnessDisk.heartbeat(serial) > beat + 2);

        var adopted = hypervisor.adopt().getFirst();

        assertThat(adopted.state()).isEqualTo(new VmState.Running());
        assertThat(adopted.adopted()).isTrue();
        assertThat(said(log)).contains("STARTED " + pidOf(adopted));
        assertThat(hypervisor.shutdown(DB, Duration.ofSeconds(60)).state())
                .isEqualTo(new VmState.Stopped(StopCause.GUEST_SHUTDOWN));
    }

    @Test
    void aProcessThatHangsDelaysNobodyBeyondTheDeadlineAndCanBeStopped() throws Exception {
        var impatient = open(Duration.ofMillis(300));
        var pid = pidOf(impatient.start(db, EPOCH, StartMode.RUNNING));
        signal("STOP", pid);

        assertRefused(HypervisorErrorCode.HYPERVISOR_TIMEOUT, () -> impatient.pause(DB));
        assertRefused(HypervisorErrorCode.HYPERVISOR_TIMEOUT, () -> impatient.sample(DB));
        assertThat(impatient.find(DB).orElseThrow().state()).isEqualTo(new VmState.Running());

        assertThat(impatient.stop(DB).state()).isEqualTo(new VmState.Stopped(StopCause.HOST_STOP));
        assertThat(ProcFs.identify(pid)).isEmpty();
    }

    @Test
    void aProcessThatHangsIsAdoptedAllTheSame() throws Exception {
        var before = start();
        signal("STOP", pidOf(before));
        hypervisor.close();

        var next = open(Duration.ofMillis(300));
        var adopted = next.adopt().getFirst();

        assertThat(adopted.state()).isEqualTo(new VmState.Running());
        assertThat(adopted.process()).isEqualTo(before.process());
        signal("CONT", pidOf(before));
        Await.until("it answers again", () -> answers(next));
    }

    @Test
    void aPowerOffFromOutsideIsNotACrash() throws Exception {
        signal("TERM", pidOf(start()));

        Await.until(
                "the end is noticed",
                () -> hypervisor.find(DB).orElseThrow().state().equals(new VmState.Stopped(StopCause.HOST_SIGNAL)));
    }

    @Test
    void aCrashTellsHowTheProcessEnded() throws Exception {
        signal("ABRT", pidOf(start()));

        Await.until(
                "the crash is noticed",
                () -> hypervisor.find(DB).orElseThrow().state() instanceof VmState.Crashed(var detail)
                        && detail.contains("ended with status 134"));
    }

    @Test
    void aGuestThatPanicsIsToldApartFromAProcessThatDies() throws IOException {
        var panicking = QemuTests.witness(WEB, "web", PanickingDisk.create(folder.resolve("web.raw")));
        hypervisor.start(panicking, EPOCH, StartMode.RUNNING);
        Await.until(
                "the guest's panic ends its process",
                () -> hypervisor.find(WEB).orElseThrow().state() instanceof VmState.Crashed crash
                        && crash.isGuestPanic());

        start();
        ProcessHandle.of(pidOf(hypervisor.find(DB).orElseThrow())).orElseThrow().destroyForcibly();
        Await.until(
                "the process's end",
                () -> hypervisor.find(DB).orElseThrow().state() instanceof VmState.Crashed crash
                        && !crash.isGuestPanic());
        assertThat(open(Duration.ofSeconds(20)).adopt())
                .as("a later run of the agent knows it too")
                .filteredOn(vm -> vm.id().equals(WEB))
                .singleElement()
                .satisfies(vm -> assertThat(vm.state()).isEqualTo(new VmState.Crashed(VmState.Crashed.GUEST_PANICKED)));
    }

    @Test
    void aReusedProcessIdIsNotAdopted() throws IOException {
        var process = Objects.requireNonNull(start().process());
        rewrite(record -> record.with(new ProcessIdentity(process.pid(), process.startTicks() + 1)));

        var state = open(Duration.ofSeconds(20)).adopt().getFirst().state();

        assertThat(state).isInstanceOf(VmState.Crashed.class);
        assertThat(ProcFs.isAlive(process))
                .as("the other process is left alone")
                .isTrue();
    }

    @Test
    void anotherVmsProcessIsNotAdopted() throws IOException {
        var process = Objects.requireNonNull(start().process());
        hypervisor.close();
        var home = folder.resolve("n1");
        var stranger = home.resolve(WEB.toString());
        Files.createDirectory(stranger);
        Files.createSymbolicLink(
                stranger.resolve("qmp.sock"), home.resolve(DB.toString()).resolve("qmp.sock"));
        var record = VmRecordFile.read(home.resolve(DB.toString()).resolve("vm.json"));
        var other = QemuTests.witness(WEB, "web", folder.resolve("web.raw"));
        VmRecordFile.write(
                stranger.resolve("vm.json"),
                new VmRecord(other, EPOCH, record.bootId(), record.process(), new Phase.Live()));

        var next = open(Duration.ofSeconds(20));
        next.adopt();

        assertThat(next.find(WEB).orElseThrow().state()).isInstanceOf(VmState.Crashed.class);
        assertThat(ProcFs.isAlive(process)).isTrue();
        assertThat(next.find(DB).orElseThrow().state()).isEqualTo(new VmState.Running());
    }

    @Test
    void aStartTheAgentDidNotFinishIsUndone() throws IOException {
        var process = Objects.requireNonNull(
                hypervisor.start(db, EPOCH, StartMode.PAUSED).process());
        rewrite(record -> new VmRecord(record.definition(), EPOCH, record.bootId(), null, new Phase.Launching()));

        var next = open(Duration.ofSeconds(20));
        var state = next.adopt().getFirst().state();

        assertThat(state).isEqualTo(new VmState.Crashed("the agent ended while it started this VM"));
        assertThat(ProcFs.isAlive(process)).as("its process is ended").isFalse();
        assertThat(next.start(db, EPOCH, StartMode.RUNNING).state()).isEqualTo(new VmState.Running());
    }

    @Test
    void aRecordFromBeforeAReboot() throws IOException {
        start();
        rewrite(record -> new VmRecord(record.definition(), EPOCH, "another boot", record.process(), new Phase.Live()));

        assertThat(open(Duration.ofSeconds(20)).adopt().getFirst().state()).isInstanceOf(VmState.Crashed.class);
    }

    @Test
    void aDamagedFolderDoesNotHideTheOthers() throws IOException {
        start();
        hypervisor.close();
        var home = folder.resolve("n1");
        Files.createDirectory(home.resolve("not-an-id"));
        Files.createDirectory(home.resolve(WEB.toString()));
        Files.writeString(home.resolve(WEB.toString()).resolve("vm.json"), "{");

        assertThat(open(Duration.ofSeconds(20)).adopt()).singleElement().satisfies(status -> {
            assertThat(status.id()).isEqualTo(DB);
            assertThat(status.state()).isEqualTo(new VmState.Running());
        });
    }

    private interface Change {
        VmRecord of(VmRecord record);
    }

    private void rewrite(Change change) throws IOException {
        hypervisor.close();
        var file = folder.resolve("n1").resolve(DB.toString()).resolve("vm.json");
        VmRecordFile.write(file, change.of(VmRecordFile.read(file)));
    }

    private VmStatus start() {
        return hypervisor.start(db, EPOCH, StartMode.RUNNING);
    }

    private QemuHypervisor open(Duration commandDeadline) {
        var next = new QemuHypervisor(settings(commandDeadline), InstantSource.system());
        opened.add(next);
        return next;
    }

    private QemuSettings settings(Duration commandDeadline) {
        return new QemuSettings(
                Path.of("/usr/bin/qemu-system-x86_64"),
                folder.resolve("n1"),
                AcceleratorChoice.AUTOMATIC,
                new Mebibytes(32),
                Duration.ofSeconds(60),
                commandDeadline,
                LOG_LIMIT_BYTES,
                null);
    }

    /** The guest's own writing cuts in anywhere. */
    private static String withoutHeartbeats(String text) {
        return text.replaceAll("[^xyz!]", "");
    }

    private static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    private long counter() {
        try {
            return WitnessDisk.counterOnDisk(folder.resolve("db.raw"));
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean answers(QemuHypervisor hypervisor) {
        try {
            hypervisor.pause(DB);
            return true;
        } catch (HypervisorException e) {
            return false;
        }
    }

    private static long pidOf(VmStatus status) {
        return Objects.requireNonNull(status.process()).pid();
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String conversation(Path socket, String say, int length) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(say.getBytes(StandardCharsets.US_ASCII)));
            var heard = ByteBuffer.allocate(length);
            while (heard.hasRemaining() && channel.read(heard) >= 0) {
                assertThat(heard.position()).isLessThanOrEqualTo(length);
            }
            return new String(heard.array(), 0, heard.position(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void assertRefused(HypervisorErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
