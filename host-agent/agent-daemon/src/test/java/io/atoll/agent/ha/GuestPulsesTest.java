package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.sim.SimHost;
import io.atoll.hypervisor.sim.SimHypervisor;
import io.atoll.hypervisor.sim.SimWorld;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guests of a simulated host, asked in a time of the test's own. */
class GuestPulsesTest {
    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path DISK = Path.of("/pool/db.qcow2");

    private final SimWorld world = new SimWorld(() -> Instant.EPOCH, _ -> {});
    private final SimHost host = world.host("n1");
    private final SimHypervisor hypervisor = new SimHypervisor(host);
    private final List<Runnable> questions = new ArrayList<>();
    private long nowNanos;
    private final GuestPulses pulses = new GuestPulses(hypervisor, questions::add, () -> nowNanos);

    @BeforeEach
    void startTheGuest() {
        hypervisor.subscribe(pulses);
        start(1);
    }

    private void start(long epoch) {
        hypervisor.start(
                new VmDefinition(
                        DB,
                        "db",
                        VmHardware.of(1, new Mebibytes(32), CpuBaseline.QEMU64),
                        List.of(VmDisk.qcow2(DISK)),
                        null,
                        List.of()),
                new VmEpoch(epoch),
                StartMode.RUNNING);
    }

    private VmStatus vm() {
        return hypervisor.find(DB).orElseThrow();
    }

    /** Looks four times a second, as the agent does; questions are answered at once. */
    private void pass(Duration time) {
        for (var quarters = time.toMillis() / 250; quarters > 0; quarters--) {
            nowNanos += 250_000_000;
            look();
            var asked = List.copyOf(questions);
            questions.clear();
            asked.forEach(Runnable::run);
        }
    }

    private void look() {
        pulses.look(List.of(new GuestPulses.Guest(vm(), vm().state() instanceof VmState.Running)), LIMIT);
    }

    private void fallsSilent() {
        host.silenceGuestAgent(DB, true);
    }

    @Test
    void aGuestIsSilentWhenItsAgentHasNotAnsweredForTheLimit() {
        host.installGuestAgent(DB, List.of());
        pass(Duration.ofSeconds(30));
        fallsSilent();
        pass(Duration.ofSeconds(105));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(pulses.silence(vm(), LIMIT))
                .hasValueSatisfying(quiet -> assertThat(quiet).isGreaterThanOrEqualTo(LIMIT));
    }

    @Test
    void aGuestWithoutAgentIsNeverAskedAndNeverSilent() {
        pass(Duration.ofMinutes(10));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
    }

    @Test
    void aGuestThatHasNotAnsweredSinceItCameUpIsNotSilent() {
        host.installGuestAgent(DB, List.of());
        fallsSilent();
        pass(Duration.ofMinutes(10));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
    }

    @Test
    void anAnswerEndsTheSilence() {
        host.installGuestAgent(DB, List.of());
        pass(Duration.ofSeconds(30));
        fallsSilent();
        pass(Duration.ofMinutes(3));
        assertThat(pulses.silence(vm(), LIMIT)).isPresent();
        host.silenceGuestAgent(DB, false);
        pass(Duration.ofSeconds(15));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
    }

    @Test
    void aGuestThatStandsStillIsNotAsked() {
        host.installGuestAgent(DB, List.of());
        pass(Duration.ofSeconds(30));
        hypervisor.pause(DB);
        for (var second = 0; second < 600; second++) {
            nowNanos += 1_000_000_000;
            look();
            assertThat(questions).isEmpty();
        }
        hypervisor.resume(DB);
        fallsSilent();
        pass(Duration.ofSeconds(105));
        assertThat(pulses.silence(vm(), LIMIT)).as("the pause does not count").isEmpty();
    }

    @Test
    void aGuestThatSleepsIsNotAskedUntilItWakes() {
        host.installGuestAgent(DB, List.of());
        pass(Duration.ofSeconds(30));
        fallsSilent();
        pulses.vmEvent(new VmEvent(DB, "SUSPEND", "", Instant.EPOCH));
        pass(Duration.ofMinutes(10));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
        pulses.vmEvent(new VmEvent(DB, "WAKEUP", "", Instant.EPOCH));
        pass(Duration.ofMinutes(3));
        assertThat(pulses.silence(vm(), LIMIT)).isPresent();
    }

    @Test
    void aGuestThatRebootsMustAnswerAnew() {
        host.installGuestAgent(DB, List.of());
        pass(Duration.ofSeconds(30));
        fallsSilent();
        pass(Duration.ofMinutes(1));
        pulses.vmEvent(new VmEvent(DB, "RESET", "", Instant.EPOCH));
        pass(Duration.ofMinutes(10));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
    }

    @Test
    void theNextStartIsNotBlamedForTheSilenceOfTheLast() {
        host.installGuestAgent(DB, List.of());
        pass(Duration.ofSeconds(30));
        fallsSilent();
        pass(Duration.ofMinutes(3));
        assertThat(pulses.silence(vm(), LIMIT)).isPresent();
        hypervisor.stop(DB);
        start(2);
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
        pass(Duration.ofMinutes(10));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotComeHoldsUpNobody() {
        host.installGuestAgent(DB, List.of());
        look();
        assertThat(questions).hasSize(1);
        nowNanos += Duration.ofMinutes(5).toNanos();
        look();
        assertThat(questions).as("one question at a time").hasSize(1);
    }

    @Test
    void aQuestionFromBeforeAPauseSaysNothingAfterIt() {
        host.installGuestAgent(DB, List.of());
        pass(Duration.ofSeconds(30));
        fallsSilent();
        nowNanos += Duration.ofSeconds(10).toNanos();
        look();
        var asked = List.copyOf(questions);
        hypervisor.pause(DB);
        nowNanos += Duration.ofSeconds(5).toNanos();
        look();
        hypervisor.resume(DB);
        asked.forEach(Runnable::run);
        questions.clear();
        pass(Duration.ofSeconds(114));
        assertThat(pulses.silence(vm(), LIMIT)).isEmpty();
    }
}
