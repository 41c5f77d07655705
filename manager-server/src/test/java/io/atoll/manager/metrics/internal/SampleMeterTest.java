package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmSample;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.internal.Measured.Values;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SampleMeterTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final VmId VM = new VmId(new UUID(2, 1));

    private final SampleMeter meter = new SampleMeter();

    @Test
    void totalsBecomeRatesByTheHostsMonotonicClock() {
        vm(1_000, vm -> vm.setCpuUsedMsTotal(500).setDiskReadBytesTotal(1_000).setNetTxPacketsTotal(7));
        // Half a second late by the manager's clock: the rate does not depend on it.
        var values = vm(
                3_000,
                vm -> vm.setCpuUsedMsTotal(3_500).setDiskReadBytesTotal(5_000).setNetTxPacketsTotal(27));
        assertThat(values.get(VmFigure.CPU_USED)).isEqualTo(1_500);
        assertThat(values.get(VmFigure.DISK_READ_BYTES)).isEqualTo(2_000);
        assertThat(values.get(VmFigure.NET_TX_PACKETS)).isEqualTo(10);
    }

    @Test
    void readyTimeIsAlsoAShareOfTheVirtualProcessorsTime() {
        vm(1_000, vm -> vm.setCpuReadyUsTotal(0).setVcpuCount(4));
        var values = vm(3_000, vm -> vm.setCpuReadyUsTotal(800_000).setVcpuCount(4));
        assertThat(values.get(VmFigure.CPU_READY)).isEqualTo(400, within(1e-9)); // 0.8 s in 2 s
        assertThat(values.get(VmFigure.CPU_STEAL)).isEqualTo(100, within(1e-9)); // of 8 s of four processors
    }

    @Test
    void whatTheAgentDoesNotTellIsNotKnown() {
        vm(1_000, _ -> {});
        var values = vm(3_000, vm -> vm.setMemoryResidentMib(512));
        assertThat(values.get(VmFigure.MEMORY_RESIDENT)).isEqualTo(512);
        for (var figure : VmFigure.values()) {
            if (figure != VmFigure.MEMORY_RESIDENT) {
                assertThat(values.get(figure)).as("%s", figure).isNaN();
            }
        }
    }

    @Test
    void aZeroThatWasToldIsZero() {
        vm(1_000, vm -> vm.setNetRxBytesTotal(0).setMemorySwapMib(0));
        var values = vm(3_000, vm -> vm.setNetRxBytesTotal(0).setMemorySwapMib(0));
        assertThat(values.get(VmFigure.NET_RX_BYTES)).isZero();
        assertThat(values.get(VmFigure.MEMORY_SWAP)).isZero();
    }

    @Test
    void theFirstSampleAndACountingThatBeganAnewGiveNoRate() {
        assertThat(vm(1_000, vm -> vm.setCpuUsedMsTotal(9_000)).get(VmFigure.CPU_USED))
                .isNaN();
        assertThat(vm(3_000, vm -> vm.setCpuUsedMsTotal(10)).get(VmFigure.CPU_USED))
                .isNaN();
        assertThat(vm(5_000, vm -> vm.setCpuUsedMsTotal(1_010)).get(VmFigure.CPU_USED))
                .isEqualTo(500);
        // Another process that has already counted further than the one before.
        assertThat(vm(7_000, vm -> vm.setCpuUsedMsTotal(5_000).setCountersId(2)).get(VmFigure.CPU_USED))
                .isNaN();
    }

    @Test
    void aPauseGivesNoRateAndTheNextIntervalDoes() {
        vm(1_000, vm -> vm.setDiskReadBytesTotal(0));
        assertThat(vm(61_000, vm -> vm.setDiskReadBytesTotal(6_000)).get(VmFigure.DISK_READ_BYTES))
                .isNaN();
        assertThat(vm(63_000, vm -> vm.setDiskReadBytesTotal(8_000)).get(VmFigure.DISK_READ_BYTES))
                .isEqualTo(1_000);
    }

    @Test
    void twoMessagesAtOnceAreComparedWithTheOneBeforeThem() {
        vm(1_000, vm -> vm.setDiskReadBytesTotal(0));
        assertThat(vm(1_001, vm -> vm.setDiskReadBytesTotal(100)).get(VmFigure.DISK_READ_BYTES))
                .isNaN();
        assertThat(vm(3_000, vm -> vm.setDiskReadBytesTotal(2_000)).get(VmFigure.DISK_READ_BYTES))
                .isEqualTo(1_000);
    }

    @Test
    void theAgentsOwnFigureOfProcessorUseStandsInForAMissingTotal() {
        assertThat(vm(1_000, vm -> vm.setCpuUsedMillicores(111)).get(VmFigure.CPU_USED))
                .isEqualTo(111);
        var both = vm(3_000, vm -> vm.setCpuUsedMillicores(222).setCpuUsedMsTotal(0));
        assertThat(both.get(VmFigure.CPU_USED)).isEqualTo(222);
    }

    @Test
    void anOlderAgentsIntervalsAreThoseOfReceipt() {
        measure(0, NOW, vm -> vm.setDiskReadBytesTotal(0));
        var values = measure(0, NOW.plusSeconds(4), vm -> vm.setDiskReadBytesTotal(4_000));
        assertThat(values.get(VmFigure.DISK_READ_BYTES)).isEqualTo(1_000);
    }

    @Test
    void aHostIsMeasuredTheSameWay() {
        host(1_000, host -> host.setCpuUsedMsTotal(0).setCpuIowaitMsTotal(50).setNetRxBytesTotal(0));
        var values = host(
                3_000,
                host -> host.setCpuUsedMsTotal(4_000).setCpuIowaitMsTotal(40).setNetRxBytesTotal(500));
        assertThat(values.get(HostFigure.CPU_USED)).isEqualTo(2_000);
        assertThat(values.get(HostFigure.CPU_IOWAIT))
                .as("the kernel's estimate may go back")
                .isNaN();
        assertThat(values.get(HostFigure.NET_RX_BYTES)).isEqualTo(250);
        assertThat(values.get(HostFigure.SWAP_USED)).isNaN();
        assertThat(values.get(HostFigure.VM_COUNT)).isZero();
    }

    /** Whatever an agent sends, in whatever order: no rate is negative or beyond what a host can do. */
    @Property(tries = 500)
    void noRateIsEverNegativeOrAbsurd(
            @ForAll @Size(min = 2, max = 12) List<@LongRange(min = 0) Long> totals,
            @ForAll @Size(min = 12, max = 12) List<@LongRange(min = 0, max = 100_000) Long> times) {
        var any = new SampleMeter();
        for (int i = 0; i < totals.size(); i++) {
            long total = totals.get(i);
            var message = Samples.newBuilder()
                    .setMonotonicMs(times.get(i))
                    .addVms(VmSample.newBuilder()
                            .setVmId(VM.toString())
                            .setCpuUsedMsTotal(total)
                            .setCpuReadyUsTotal(total)
                            .setVcpuCount(2)
                            .setNetRxBytesTotal(total));
            var values = any.measure(message.build(), NOW.plusMillis(times.get(i)))
                    .vms()
                    .getFirst()
                    .values();
            assertThat(isRate(values.get(VmFigure.CPU_USED), 1e7)).isTrue();
            assertThat(isRate(values.get(VmFigure.CPU_READY), 1e7)).isTrue();
            assertThat(isRate(values.get(VmFigure.CPU_STEAL), 1_000)).isTrue();
            assertThat(isRate(values.get(VmFigure.NET_RX_BYTES), 1e13)).isTrue();
        }
    }

    private static boolean isRate(double value, double most) {
        return Double.isNaN(value) || (value >= 0 && value <= most);
    }

    private Values vm(long monotonicMs, java.util.function.Consumer<VmSample.Builder> change) {
        return measure(monotonicMs, NOW.plusMillis(monotonicMs * 5 / 4), change);
    }

    private Values measure(long monotonicMs, Instant receivedAt, java.util.function.Consumer<VmSample.Builder> change) {
        var vm = VmSample.newBuilder().setVmId(VM.toString()).setCountersId(1);
        change.accept(vm);
        var samples =
                Samples.newBuilder().setMonotonicMs(monotonicMs).addVms(vm).build();
        return meter.measure(samples, receivedAt).vms().getFirst().values();
    }

    private Values host(long monotonicMs, java.util.function.Consumer<HostSample.Builder> change) {
        var host = HostSample.newBuilder();
        change.accept(host);
        var samples =
                Samples.newBuilder().setMonotonicMs(monotonicMs).setHost(host).build();
        return meter.measure(samples, NOW).host().getFirst();
    }
}
