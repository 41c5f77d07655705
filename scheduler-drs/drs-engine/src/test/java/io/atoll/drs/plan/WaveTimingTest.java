package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Wave.Hop;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Vm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links of 10,000 Mbit/s, which are 1,192.09 MiB/s. */
class WaveTimingTest {
    private static final double MIB_PER_SECOND = 10_000 / 8.388608;

    @Test
    void twoShareALinkAndTheSmallerEndsFirst() {
        var timing = timing(0, Limits.MigrationNetwork.UNLIMITED, new Hop(0, 0, 1), new Hop(1, 0, 2));
        assertThat(timing.seconds(0)).isCloseTo(2 * 2048 / MIB_PER_SECOND, within(1e-6));
        assertThat(timing.seconds(1)).isCloseTo((2048 + 6144) / MIB_PER_SECOND, within(1e-6));
        assertThat(timing.longestSeconds()).isEqualTo(timing.seconds(1));
        assertThat(timing.pauseSeconds(1)).isZero();
    }

    @Test
    void theNetworkOfAllIsALinkToo() {
        var network = new Limits.MigrationNetwork(8, 1_000);
        var timing = timing(0, network, new Hop(0, 0, 1), new Hop(2, 2, 3));
        assertThat(timing.longestSeconds()).isCloseTo((2048 + 4096) * 10 / MIB_PER_SECOND, within(1e-6));
    }

    @Test
    void whatIsWrittenMeanwhileIsCopiedAgain() {
        var rate = MIB_PER_SECOND / 2;
        var timing = timing(rate, Limits.MigrationNetwork.UNLIMITED, new Hop(0, 0, 1));
        // 2,048 MiB, then 1,024, 512, and 256 in the pause, which lasts no longer than 0.3 s.
        assertThat(timing.copiedMib(0)).isCloseTo(2048 + 1024 + 512 + 256, within(1e-6));
        assertThat(timing.pauseSeconds(0)).isCloseTo(256 / MIB_PER_SECOND, within(1e-6));
        assertThat(timing.seconds(0)).isCloseTo(3840 / MIB_PER_SECOND, within(1e-6));
    }

    @Test
    void whoWritesFasterThanCanBeCopiedIsSlowedDown() {
        var timing = timing(1e12, Limits.MigrationNetwork.UNLIMITED, new Hop(0, 0, 1));
        assertThat(timing.copiedMib(0)).isBetween(3.0 * 2048, 4.0 * 2048);
        assertThat(timing.pauseSeconds(0)).isBetween(0.1, 0.3);
    }

    @Test
    void aStartCopiesNothing() {
        var timing = timing(0, Limits.MigrationNetwork.UNLIMITED, new Hop(0, CompactCluster.NOWHERE, 1));
        assertThat(timing.copiedMib(0)).isZero();
        assertThat(timing.longestSeconds()).isZero();
    }

    private static WaveTiming timing(double dirtyMibPerSecond, Limits.MigrationNetwork network, Hop... hops) {
        var cluster = CaseText.parse(List.of(
                        "host n1",
                        "host n2",
                        "host n3",
                        "host n4",
                        "vm a on n1 gib 2",
                        "vm b on n1 gib 6",
                        "vm c on n3 gib 4"))
                .cluster();
        return new WaveTiming(CompactCluster.of(busy(cluster, dirtyMibPerSecond, network)), List.of(hops));
    }

    private static Cluster busy(Cluster cluster, double dirtyMibPerSecond, Limits.MigrationNetwork network) {
        var vms = cluster.vms().values().stream()
                .map(vm -> vm.with(
                        new Vm.Memory(vm.memory().configured(), vm.memory().active(), dirtyMibPerSecond)))
                .toList();
        return cluster.withVms(vms).with(cluster.limits().withNetwork(network));
    }
}
