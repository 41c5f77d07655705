package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What VMs will ask for, from what they asked for. */
class ForecastTest {
    private static final int SAMPLES_PER_DAY = 288;
    private static final double LIMIT_MHZ = 2_000;

    private final List<Vm> vms = new ArrayList<>();

    private void vm(int samples, IntToDoubleFunction mhzAt) {
        var history = new double[samples];
        Arrays.setAll(history, mhzAt);
        var index = vms.size();
        vms.add(new Vm(
                new VmId(new UUID(2, index)),
                "v" + index,
                new HostId(new UUID(1, 0)),
                new Vm.Cpu(
                        1,
                        new Megahertz(history[samples - 1]),
                        Megahertz.NONE,
                        new Megahertz(LIMIT_MHZ),
                        1000,
                        DemandHistory.of(history)),
                Vm.Memory.of(new Mebibytes(1024)),
                Vm.Needs.NOTHING_SPECIAL,
                true,
                0));
    }

    private Forecast forecast() {
        var host = new Host(
                new HostId(new UUID(1, 0)),
                "h",
                new Host.Capacity(4, new Megahertz(100_000), new Mebibytes(65_536), 1000),
                Host.Reach.NOTHING_SPECIAL,
                "",
                PowerState.ON,
                PowerModel.ofLine(100, 200));
        var cluster = CompactCluster.of(Cluster.of(List.of(host), vms, List.of(), Limits.NONE));
        return new Forecast(cluster, SAMPLES_PER_DAY);
    }

    @Test
    void theNewestSampleWeighsNoMoreThanTheOthers() {
        vm(30, i -> i == 29 ? 1_900 : 100);
        vm(30, i -> i == 3 ? 1_900 : 100);
        var forecast = forecast();
        assertThat(forecast.mean[0]).isCloseTo(forecast.mean[1], within(1e-6)).isBetween(100.0, 250.0);
        assertThat(forecast.variance[0]).isCloseTo(forecast.variance[1], within(1e-6));
    }

    @Test
    void whoStraysMoreHasTheLargerVariance() {
        vm(30, _ -> 500);
        vm(30, i -> i % 2 == 0 ? 100 : 900);
        var forecast = forecast();
        assertThat(forecast.mean[1]).isCloseTo(forecast.mean[0], within(1.0));
        assertThat(forecast.variance[1]).isGreaterThan(2 * forecast.variance[0]);
    }

    @Test
    void fewSamplesLeaveMoreDoubt() {
        vm(2, i -> 400 + 200 * i);
        vm(30, i -> 400 + 200 * (i % 2));
        var forecast = forecast();
        assertThat(forecast.variance[0]).isGreaterThan(forecast.variance[1]);
    }

    /** Quiet at night, busy from nine: now it is nine, and nothing has risen yet. */
    @Test
    void theMorningOfPastDaysIsExpectedAgain() {
        IntToDoubleFunction day = i -> (i % SAMPLES_PER_DAY) >= 108 && (i % SAMPLES_PER_DAY) < 216 ? 1_200 : 200;
        vm(SAMPLES_PER_DAY + 108, day);
        vm(2 * SAMPLES_PER_DAY + 108, day);
        vm(108, day);
        var forecast = forecast();
        assertThat(forecast.mean[0]).isCloseTo(200 + 1_000 / 2.0, within(10.0));
        assertThat(forecast.mean[1]).isCloseTo(200 + 1_000 * 2 / 3.0, within(10.0));
        assertThat(forecast.mean[2]).isCloseTo(200, within(10.0));
    }
}
