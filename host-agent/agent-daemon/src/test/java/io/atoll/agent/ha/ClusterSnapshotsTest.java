package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings.HostUse;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.view.HaFacts;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The cluster that restart hosts are looked for in. */
class ClusterSnapshotsTest {
    private static final HostId READY = new HostId(new UUID(1, 1));
    private static final HostId KEPT_FREE = new HostId(new UUID(1, 2));
    private static final HostId SILENT = new HostId(new UUID(1, 3));

    private static HostHaFacts says(HostId host) {
        return new HostHaFacts(
                host,
                "name of " + host,
                "boot",
                List.of(),
                Mebibytes.ofGibibytes(8),
                4,
                new TreeSet<>(),
                new TreeSet<>(),
                Duration.ofSeconds(4),
                true);
    }

    @Test
    void aHostThatHasNotSaidWhatItHasIsCountedAndTakesNobody() {
        var uses = new TreeMap<>(
                Map.of(READY, HostUse.ACCEPTS_VMS, KEPT_FREE, HostUse.NO_NEW_VMS, SILENT, HostUse.ACCEPTS_VMS));
        var facts = new HaFacts(
                new TreeMap<>(),
                new TreeMap<>(Map.of(READY, says(READY), KEPT_FREE, says(KEPT_FREE))),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new HaFacts.VmFacts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()),
                new TreeMap<>());
        var cluster = ClusterSnapshots.of(ClusterHaSettings.usual(new ClusterId(new UUID(9, 9)), uses), facts);
        assertThat(cluster.hosts().values().stream().map(Host::state))
                .containsExactly(PowerState.ON, PowerState.MAINTENANCE, PowerState.UNWATCHED);
    }
}
