package io.atoll.manager.dpm.internal.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.power.HostPower.Share;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.VmHistory;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VmUseTest {
    private static final HostId HOST = new HostId(new UUID(0, 1));
    private static final VmId VM = new VmId(new UUID(0, 2));
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final int STEPS = 6;

    /** The newest minute is 1,000 of 4,000, the one before 400. */
    @Test
    void eachWindowHasItsMean() {
        var use = new VmUse(history(400, 400, 400, 1_000, 1_000, 1_000)).of(cluster(), HOST, MINUTE, TWO_MINUTES);
        assertThat(use.overWakeWindow()).isEqualTo(new Share(0.25, 0.5));
        assertThat(use.overParkWindow()).isEqualTo(new Share(0.175, 0.5));
    }

    @Test
    void aVmOfWhichTooLittleIsKnownMakesTheUseUnknown() {
        var gap = Float.NaN;
        var use = new VmUse(history(gap, gap, gap, gap, 1_000, 1_000)).of(cluster(), HOST, MINUTE, TWO_MINUTES);
        assertThat(use.overWakeWindow()).isNotNull();
        assertThat(use.overParkWindow()).isNull();
    }

    @Test
    void aHostWithoutVmsIsNotUsed() {
        var empty = cluster().withVms(List.of());
        var use = new VmUse(history(0, 0, 0, 0, 0, 0)).of(empty, HOST, MINUTE, TWO_MINUTES);
        assertThat(use.overParkWindow()).isEqualTo(new Share(0, 0));
    }

    private static VmHistory history(float... used) {
        var history = new VmHistory.Builder(
                Instant.parse("2026-05-04T03:00:00Z"),
                Duration.ofSeconds(20),
                STEPS,
                EnumSet.of(VmFigure.CPU_USED, VmFigure.CPU_READY));
        for (var step = 0; step < STEPS; step++) {
            history.put(VM, step, VmFigure.CPU_USED, used[step], used[step]);
        }
        return history.build();
    }

    private static Cluster cluster() {
        var host = new Host(
                HOST,
                "h1",
                new Host.Capacity(4, new Megahertz(4_000), new Mebibytes(2_048), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                "",
                PowerState.ON,
                PowerModel.ofLine(0, 0));
        var vm = new Vm(
                VM,
                "vm1",
                HOST,
                Vm.Cpu.of(2, new Megahertz(2_000)),
                Vm.Memory.of(new Mebibytes(1_024)),
                Vm.Needs.NOTHING_SPECIAL,
                Vm.Standing.USUAL);
        return Cluster.of(List.of(host), List.of(vm), List.of(), Limits.NONE);
    }
}
