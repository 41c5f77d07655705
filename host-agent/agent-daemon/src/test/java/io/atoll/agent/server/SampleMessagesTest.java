package io.atoll.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.host.HostSample;
import io.atoll.agent.host.HostSample.Cpu;
import io.atoll.agent.host.HostSample.OfHost;
import io.atoll.agent.host.HostSample.OfVm;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not known is left out of the message; what is known is in it, also when it is zero. */
class SampleMessagesTest {
    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final long MIB = 1L << 20;

    @Test
    void whatIsNotKnownIsLeftOut() {
        var vm = new VmSample(
                DB,
                Instant.EPOCH,
                new ProcessIdentity(7, 1),
                new VmSample.Cpu(Duration.ofSeconds(3), null, 2),
                new VmSample.Memory(5 * MIB, null, null, null, null),
                null,
                null);
        var message = SampleMessages.of(
                sample(new OfHost(null, new HostSample.Memory(1, 2, null), null, null, 0), new OfVm(vm, null)));
        var host = message.getHost();
        assertThat(host.hasCpuUsedMillicores() || host.hasCpuUsedMsTotal() || host.hasCpuStealMsTotal())
                .isFalse();
        assertThat(host.hasSwapUsedMib() || host.hasDiskReadBytesTotal() || host.hasNetRxPacketsTotal())
                .isFalse();
        var sent = message.getVms(0);
        assertThat(sent.getCpuUsedMsTotal()).isEqualTo(3_000);
        assertThat(sent.getMemoryResidentMib()).isEqualTo(5);
        assertThat(sent.hasCpuUsedMillicores() || sent.hasCpuReadyUsTotal() || sent.hasVcpuCount())
                .isFalse();
        assertThat(sent.hasMemoryActiveMib() || sent.hasMemoryBalloonMib() || sent.hasMemorySwapMib())
                .isFalse();
        assertThat(sent.hasDiskReadOpsTotal() || sent.hasNetTxBytesTotal()).isFalse();
    }

    @Test
    void aZeroThatIsKnownIsSent() {
        var nothing = new VmSample.Traffic(0, 0, 0, 0);
        var vm = new VmSample(
                DB,
                Instant.EPOCH,
                new ProcessIdentity(7, 1),
                new VmSample.Cpu(Duration.ZERO, Duration.ofNanos(1_500_000), 2),
                new VmSample.Memory(0, 0L, 64 * MIB, 0L, 3 * MIB),
                nothing,
                nothing);
        var none = new HostSample.Traffic(0, 0, 0, 0);
        var message = SampleMessages.of(sample(
                new OfHost(new Cpu(0, 0, 0, 0), new HostSample.Memory(1, 2, 0L), none, none, 0), new OfVm(vm, 0)));
        var host = message.getHost();
        assertThat(host.hasCpuUsedMillicores() && host.hasCpuStealMsTotal() && host.hasCpuIowaitMsTotal())
                .isTrue();
        assertThat(host.hasSwapUsedMib() && host.hasDiskWriteOpsTotal() && host.hasNetRxBytesTotal())
                .isTrue();
        var sent = message.getVms(0);
        assertThat(sent.getCpuReadyUsTotal()).isEqualTo(1_500);
        assertThat(sent.getVcpuCount()).isEqualTo(2);
        assertThat(sent.getMemoryBalloonMib()).isEqualTo(64);
        assertThat(sent.hasMemoryActiveMib() && sent.hasMemorySwapMib() && sent.hasDiskReadBytesTotal())
                .isTrue();
        assertThat(sent.hasNetRxBytesTotal() && sent.hasNetTxPacketsTotal() && sent.hasCpuUsedMillicores())
                .isTrue();
    }

    @Test
    void anotherProcessHasOtherCounters() {
        assertThat(countersId(new ProcessIdentity(7, 1)))
                .isNotEqualTo(countersId(new ProcessIdentity(7, 2)))
                .isNotEqualTo(countersId(new ProcessIdentity(8, 1)))
                .isPositive();
    }

    private static long countersId(ProcessIdentity process) {
        var vm = new VmSample(
                DB,
                Instant.EPOCH,
                process,
                new VmSample.Cpu(Duration.ZERO, null, 1),
                new VmSample.Memory(0, null, null, null, null),
                null,
                null);
        var host = new OfHost(null, new HostSample.Memory(1, 2, null), null, null, 0);
        return SampleMessages.of(sample(host, new OfVm(vm, null))).getVms(0).getCountersId();
    }

    private static HostSample sample(OfHost host, OfVm vm) {
        return new HostSample(1, 2, host, List.of(vm));
    }
}
