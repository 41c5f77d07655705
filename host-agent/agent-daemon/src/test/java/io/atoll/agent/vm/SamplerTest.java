package io.atoll.agent.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.host.HostCounters;
import io.atoll.agent.host.HostDisks;
import io.atoll.agent.host.KernelFiles;
import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.sim.SimHost;
import io.atoll.hypervisor.sim.SimHypervisor;
import io.atoll.hypervisor.sim.SimWorld;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated guest that computes without a break, in a time of the test's own. */
class SamplerTest {
    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");

    @TempDir
    Path empty;

    private Instant worldTime = Instant.parse("2026-11-29T12:00:00Z");
    private Duration clockOff = Duration.ZERO;
    private final SimWorld world = new SimWorld(() -> worldTime, _ -> {});
    private final SimHost host = world.host("n1");
    private final SimHypervisor hypervisor = new SimHypervisor(host);
    private Sampler sampler;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    SamplerTest() {}

    @BeforeEach
    void aSampler() {
        var kernel = new KernelFiles(empty);
        sampler = new Sampler(
                new HostCounters(kernel, new HostDisks(kernel, empty), 4, "eth0"),
                hypervisor,
                new WrongClock(),
                () -> worldTime.toEpochMilli() * 1_000_000);
    }

    @Test
    void theFirstSampleOfAProcessHasNoRateAndTheSecondHas() {
        start(1);
        assertThat(cpuUsedMillicores()).isNull();
        pass(Duration.ofSeconds(2));
        assertThat(cpuUsedMillicores()).isEqualTo(1_000);
    }

    @Test
    void aClockThatIsSetChangesNoRate() {
        start(1);
        sampler.take();
        pass(Duration.ofSeconds(2));
        clockOff = Duration.ofHours(-1);
        var sample = sampler.take();
        assertThat(sample.timeMs())
                .isEqualTo(worldTime.minus(Duration.ofHours(1)).toEpochMilli());
        assertThat(sample.monotonicMs()).isEqualTo(2_001);
        assertThat(sample.vms().getFirst().cpuUsedMillicores()).isEqualTo(1_000);
    }

    @Test
    void anotherProcessOfTheSameVmBeginsAnew() {
        start(1);
        pass(Duration.ofMinutes(1));
        sampler.take();
        host.crash(DB);
        start(2);
        pass(Duration.ofSeconds(2));
        assertThat(cpuUsedMillicores()).isNull();
        pass(Duration.ofSeconds(2));
        assertThat(cpuUsedMillicores()).isEqualTo(1_000);
    }

    private @org.jspecify.annotations.Nullable Integer cpuUsedMillicores() {
        return sampler.take().vms().getFirst().cpuUsedMillicores();
    }

    private void pass(Duration time) {
        worldTime = worldTime.plus(time);
    }

    private void start(long epoch) {
        hypervisor.start(
                new VmDefinition(
                        DB,
                        "db",
                        VmHardware.of(1, new Mebibytes(32), CpuBaseline.QEMU64),
                        List.of(VmDisk.qcow2(Path.of("/pool/db.qcow2"))),
                        null,
                        List.of()),
                new VmEpoch(epoch),
                StartMode.RUNNING);
    }

    /** The host's clock, which somebody sets. */
    private final class WrongClock extends Clock {
        @Override
        public Instant instant() {
            return worldTime.plus(clockOff);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException("The agent's times are UTC.");
        }
    }
}
