package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.qmp.QmpClient;
import io.atoll.hypervisor.qmp.QmpEvent;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.QmpListener;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Live migration through our driver beside a bare QMP migration of the same guest, taken in turns in one run. Arguments:
 * image (qcow2), memory in MiB, rounds, text on the serial line that means the guest is up. See README.md for the command.
 */
final class MigrationBenchmark {

    private static final double MEBIBYTE = 1 << 20;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final X500Principal HOST = new X500Principal("CN=host,O=bench");

    private final Path folder;
    private final Mebibytes memory;
    private final String readyText;
    private final VmHardware hardware;

    private MigrationBenchmark(Path folder, Mebibytes memory, String readyText) {
        this.folder = folder;
        this.memory = memory;
        this.readyText = readyText;
        this.hardware = VmHardware.of(1, memory, CpuBaseline.QEMU64);
    }

    /** One way to migrate, with a guest of its own that goes back and forth. */
    private interface Contender extends AutoCloseable {
        String name();

        Figures round() throws Exception;

        @Override
        void close();
    }

    /**
     * QEMU's own total and pause; from the source's STOP event to the target's RESUME event; and from the decision to
     * migrate until the guest runs at the target. QEMU's pause ends, without return path, when the source has sent
     * everything, with it only when the target has confirmed: the seen pause is what compares.
     */
    private record Figures(
            double totalMillis, double pauseMillis, double seenPauseMillis, double wallMillis, double sentMiB) {}

    /** Notes when a guest stood still and when it ran on. */
    private static final class Stopwatch implements VmListener {
        private volatile long stoppedNanos;
        private volatile long resumedNanos;

        void note(String event) {
            switch (event) {
                case "STOP" -> stoppedNanos = System.nanoTime();
                case "RESUME" -> resumedNanos = System.nanoTime();
                default -> Thread.onSpinWait();
            }
        }

        void reset() {
            stoppedNanos = 0;
            resumedNanos = 0;
        }

        double pauseMillis() {
            Await.until("stop and resume are seen", () -> stoppedNanos != 0 && resumedNanos > stoppedNanos);
            return (resumedNanos - stoppedNanos) / 1e6;
        }

        @Override
        public void vmChanged(VmStatus status) {
            // the events tell more exactly
        }

        @Override
        public void vmGone(VmId vm, VmEpoch lastEpoch) {
            // the source, each time
        }

        @Override
        public void vmEvent(VmEvent event) {
            note(event.type());
        }
    }

    public static void main(String[] args) throws Exception {
        var image = Path.of(args[0]).toAbsolutePath();
        var rounds = Integer.parseInt(args[2]);
        var folder = Files.createTempDirectory("atoll-bench");
        var benchmark = new MigrationBenchmark(folder, new Mebibytes(Long.parseLong(args[1])), args[3]);
        try {
            benchmark.run(image, rounds);
        } finally {
            QemuTests.killAllBelow(folder);
            delete(folder);
        }
    }

    private void run(Path image, int rounds) throws Exception {
        var results = new ArrayList<List<Figures>>();
        try (var bare = new Bare("bare QMP", copy(image, "bare"), false);
                var confirmed = new Bare("bare, return path", copy(image, "confirmed"), true);
                var driver = new Driver("driver", copy(image, "driver"), false);
                var secure = new Driver("driver, TLS", copy(image, "tls"), true)) {
            var contenders = List.of(bare, confirmed, driver, secure);
            contenders.forEach(_ -> results.add(new ArrayList<>()));
            for (var round = 0; round <= rounds; round++) {
                for (var i = 0; i < contenders.size(); i++) {
                    var figures = contenders.get(i).round();
                    if (round > 0) { // the first warms up
                        results.get(i).add(figures);
                    }
                }
            }
            print(contenders, results);
        }
    }

    private void print(List<? extends Contender> contenders, List<List<Figures>> results) {
        System.out.printf(
                "guest of %s, medians of %d migrations each, ms%n",
                memory, results.getFirst().size());
        System.out.printf(
                "%-18s %8s %8s %10s %8s %8s   ratio to bare%n", "", "total", "pause", "pause seen", "wall", "MiB");
        var base = medians(results.getFirst());
        for (var i = 0; i < contenders.size(); i++) {
            var now = medians(results.get(i));
            System.out.printf(
                    "%-18s %8.0f %8.0f %10.0f %8.0f %8.1f   total %.2f  pause seen %.2f  wall %.2f%n",
                    contenders.get(i).name(),
                    now.totalMillis,
                    now.pauseMillis,
                    now.seenPauseMillis,
                    now.wallMillis,
                    now.sentMiB,
                    now.totalMillis / base.totalMillis,
                    now.seenPauseMillis / base.seenPauseMillis,
                    now.wallMillis / base.wallMillis);
        }
    }

    private static Figures medians(List<Figures> all) {
        return new Figures(
                median(all.stream().map(Figures::totalMillis).toList()),
                median(all.stream().map(Figures::pauseMillis).toList()),
                median(all.stream().map(Figures::seenPauseMillis).toList()),
                median(all.stream().map(Figures::wallMillis).toList()),
                median(all.stream().map(Figures::sentMiB).toList()));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private Path copy(Path image, String name) throws IOException {
        return Files.copy(image, folder.resolve(name + ".qcow2"));
    }

    private VmDefinition define(String name, Path disk) {
        var id = new VmId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
        return new VmDefinition(id, name, hardware, List.of(VmDisk.qcow2(disk)), null, List.of());
    }

    private void awaitReady(Path serialLog) {
        Await.until("the guest is up", () -> said(serialLog).contains(readyText), () -> said(serialLog));
    }

    private static String said(Path log) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static void delete(Path tree) throws IOException {
        try (var entries = Files.walk(tree)) {
            for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }

    /** Through the interface the agent uses. */
    private final class Driver implements Contender {
        private final String name;
        private final VmDefinition vm;
        private final @Nullable Path credentials;
        private QemuHypervisor source;
        private QemuHypervisor target;
        private final Stopwatch watch = new Stopwatch();
        private long epoch = 1;

        Driver(String name, Path disk, boolean tls) {
            this.name = name;
            this.vm = define(name, disk);
            this.credentials = tls ? new TestAuthority("bench").credentials(folder.resolve("tls"), HOST, "host") : null;
            this.source = open("a");
            this.target = open("b");
            source.subscribe(watch);
            target.subscribe(watch);
            source.start(vm, new VmEpoch(epoch), StartMode.RUNNING);
            awaitReady(source.serialLog(vm.id()));
        }

        private QemuHypervisor open(String side) {
            return new QemuHypervisor(
                    QemuSettings.in(folder.resolve(side + (credentials == null ? "" : "s"))), InstantSource.system());
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Figures round() {
            watch.reset();
            var began = System.nanoTime();
            var mayCome = credentials == null ? null : new IncomingRequest.Tls(credentials, HOST);
            var goesTo = credentials == null ? null : new MigrationRequest.Tls(credentials, "host");
            var memoryChannels = source.find(vm.id()).orElseThrow().memoryChannels();
            var at = target.prepareIncoming(
                    vm,
                    new VmEpoch(++epoch),
                    new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, mayCome, memoryChannels));
            var result = source.migrate(
                    vm.id(),
                    new MigrationRequest(
                            at, goesTo, MigrationPolicy.withPause(0, MigrationRequest.DEFAULT_DOWNTIME_LIMIT), LONG),
                    MigrationListener.SILENT);
            target.awaitIncoming(vm.id(), LONG);
            var wall = millisSince(began);
            source.delete(vm.id());
            var home = source;
            source = target;
            target = home;
            return new Figures(
                    result.total().toMillis(),
                    result.downtime().toMillis(),
                    watch.pauseMillis(),
                    wall,
                    result.transferredBytes() / MEBIBYTE);
        }

        @Override
        public void close() {
            source.close();
            target.close();
        }
    }

    /** The same process, asked for nothing but the migration. */
    private final class Bare implements Contender, QmpListener {
        private final VmDefinition vm;
        private VmFolder sourceFolder;
        private QmpClient source;
        private QemuProcess sourceProcess;
        private final String name;
        private final boolean returnPath;
        private final Stopwatch watch = new Stopwatch();
        private int generation;

        Bare(String name, Path disk, boolean returnPath) throws Exception {
            this.name = name;
            this.returnPath = returnPath;
            vm = define(name, disk);
            sourceFolder = nextFolder();
            sourceProcess = launch(sourceFolder, QemuCommandLine.Mode.PAUSED);
            source = connect(sourceFolder, sourceProcess);
            source.execute("cont", LONG);
            awaitReady(sourceFolder.serialLog());
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Figures round() throws Exception {
            watch.reset();
            var began = System.nanoTime();
            var targetFolder = nextFolder();
            var targetProcess = launch(targetFolder, QemuCommandLine.Mode.INCOMING);
            var target = connect(targetFolder, targetProcess);
            target.execute("migrate-incoming", StrictJson.object().put("uri", "tcp:127.0.0.1:0"), LONG);
            var port = target.execute("query-migrate", LONG)
                    .path("socket-address")
                    .path(0)
                    .path("port")
                    .asString();
            source.execute(
                    "migrate-set-parameters",
                    StrictJson.object().put("max-bandwidth", 1L << 50).put("downtime-limit", 300),
                    LONG);
            if (returnPath) {
                source.execute("migrate-set-capabilities", MigrationCommands.capabilities("return-path"), LONG);
            }
            source.execute("migrate", StrictJson.object().put("uri", "tcp:127.0.0.1:" + port), LONG);
            var info = source.execute("query-migrate", LONG);
            while (!info.path("status").asString().equals("completed")) {
                if (info.path("status").asString().equals("failed")) {
                    throw new IllegalStateException("The bare migration failed: " + info);
                }
                TimeUnit.MILLISECONDS.sleep(5);
                info = source.execute("query-migrate", LONG);
            }
            while (!target.execute("query-status", LONG)
                    .path("status")
                    .asString()
                    .equals("running")) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            source.execute("quit", LONG);
            sourceProcess.awaitEnd(LONG);
            var wall = millisSince(began);
            source.close();
            source = target;
            sourceProcess = targetProcess;
            sourceFolder.delete();
            sourceFolder = targetFolder;
            return new Figures(
                    info.path("total-time").asDouble(),
                    info.path("downtime").asDouble(),
                    watch.pauseMillis(),
                    wall,
                    info.path("ram").path("transferred").asDouble() / MEBIBYTE);
        }

        private VmFolder nextFolder() throws IOException {
            var next = new VmFolder(folder.resolve((returnPath ? "r" : "b") + ++generation));
            next.prepare();
            return next;
        }

        private QemuProcess launch(VmFolder at, QemuCommandLine.Mode mode) throws IOException {
            var settings = QemuSettings.in(folder);
            var accelerator = new QemuProbe(settings).accelerator().accelerator();
            return QemuProcess.launch(
                    QemuCommandLine.build(settings.binary(), vm, at, accelerator, settings.translationCache(), mode),
                    at);
        }

        private QmpClient connect(VmFolder at, QemuProcess process) throws QmpException {
            return QmpSockets.connect(at.qmpSocket(), LONG, process::isAlive, this)
                    .orElseThrow(() -> new IllegalStateException("QEMU did not start: " + process.lastWords()));
        }

        @Override
        public void event(QmpEvent event) {
            watch.note(event.name());
        }

        @Override
        public void lost(String reason) {
            // the end of each source
        }

        @Override
        public void close() {
            sourceProcess.kill();
            source.close();
        }
    }
}
