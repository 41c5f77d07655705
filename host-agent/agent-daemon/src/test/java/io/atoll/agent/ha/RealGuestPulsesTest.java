package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.ha.storage.BootClock;
import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qemu.QemuHypervisor;
import io.atoll.hypervisor.qemu.QemuSettings;
import io.atoll.hypervisor.qemu.QemuSettings.AcceleratorChoice;
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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real guest with a real agent, in a real QEMU: {@code ATOLL_GUEST_IMAGE} names the image that {@code deploy/images/build} makes.
 * It boots for a minute or more where processors are emulated, so it runs with the schedules.
 */
@Tag("schedules")
@Timeout(900)
class RealGuestPulsesTest {
    private static final VmId VM = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final Duration LIMIT = Duration.ofSeconds(12);
    private static final long LONG_NANOS = Duration.ofMinutes(5).toNanos();

    @TempDir
    Path folder;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable QemuHypervisor opened;
    private @Nullable GuestPulses watching;

    @BeforeEach
    void boot() throws IOException {
        var image = System.getenv("ATOLL_GUEST_IMAGE");
        assumeTrue(image != null, "ATOLL_GUEST_IMAGE names no guest image.");
        var disk = Files.copy(Path.of(image), folder.resolve("guest.qcow2"));
        var settings = QemuSettings.in(folder.resolve("vms")).withAccelerator(AcceleratorChoice.FORCE_TCG);
        var hypervisor = new QemuHypervisor(settings, Clock.systemUTC());
        opened = hypervisor;
        var pulses = new GuestPulses(hypervisor, executor, BootClock::nanos);
        watching = pulses;
        hypervisor.subscribe(pulses);
        hypervisor.start(
                new VmDefinition(
                        VM,
                        "guest",
                        VmHardware.of(1, new Mebibytes(160), CpuBaseline.X86_64_V2),
                        List.of(VmDisk.qcow2(disk)),
                        null,
                        List.of()),
                new VmEpoch(1),
                StartMode.RUNNING);
    }

    @AfterEach
    void end() {
        if (opened != null) {
            opened.stop(VM);
            opened.close();
        }
        executor.shutdownNow();
    }

    private QemuHypervisor hypervisor() {
        return Objects.requireNonNull(opened);
    }

    private GuestPulses pulses() {
        return Objects.requireNonNull(watching);
    }

    private VmStatus vm() {
        return hypervisor().find(VM).orElseThrow();
    }

    private boolean isSilent() {
        return pulses().silence(vm(), LIMIT).isPresent();
    }

    /** Looks four times a second, as the agent does, until it is so. */
    private void lookUntil(String what, BooleanSupplier so) throws InterruptedException {
        var begin = System.nanoTime();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - begin)
                    .as("waiting for %s, %s", what, vm())
                    .isLessThan(LONG_NANOS);
            pulses().look(List.of(new GuestPulses.Guest(vm(), vm().state() instanceof VmState.Running)), LIMIT);
            Thread.sleep(250);
        }
    }

    private void lookFor(Duration time) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        lookUntil("the time to pass", () -> System.nanoTime() - end > 0 || isSilent());
    }

    /** Has the guest's agent run a command, on the socket beside the display's. */
    private void inGuest(String command) throws IOException, InterruptedException {
        Thread.sleep(6_000); // no question is under way any more
        var socket = Objects.requireNonNull(hypervisor().vncSocket(VM).getParent());
        try (var files = Files.list(socket);
                var channel = SocketChannel.open(UnixDomainSocketAddress.of(
                        files.filter(file -> file.getFileName().toString().contains("ga"))
                                .findFirst()
                                .orElseThrow()))) {
            var text = """
                    {"execute":"guest-exec","arguments":{"path":"/bin/sh","arg":["-c","%s"]}}
                    """.formatted(command);
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            Thread.sleep(3_000);
        }
    }

    @Test
    void anAgentThatHangsIsSilentAndOneThatRebootsIsNot() throws Exception {
        lookUntil("the guest agent's first answer", () -> hypervisor().pingGuestAgent(VM, Duration.ofSeconds(1)));
        lookFor(Duration.ofSeconds(20));
        assertThat(isSilent()).as("it answers").isFalse();

        inGuest("sleep 1; kill -STOP $(pidof qemu-ga)");
        lookUntil("its silence", this::isSilent);
        assertThat(vm().guestAgentConnected()).as("its channel is open").isTrue();

        hypervisor().reset(VM);
        lookUntil("the reboot", () -> !isSilent());
        lookUntil("the guest agent's next answer", () -> hypervisor().pingGuestAgent(VM, Duration.ofSeconds(1)));
        lookFor(Duration.ofSeconds(20));
        assertThat(isSilent()).as("it answers again").isFalse();

        inGuest("sleep 1; echo c > /proc/sysrq-trigger");
        lookUntil("the end", () -> !vm().state().hasProcess());
        assertThat(vm().state())
                .isInstanceOfSatisfying(
                        VmState.Crashed.class,
                        crash -> assertThat(crash.isGuestPanic())
                                .as(crash.detail())
                                .isTrue());
    }
}
