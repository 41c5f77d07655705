package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings.HostUse;
import io.atoll.ha.zk.lease.Fence;
import io.atoll.ha.zk.view.BeatReading;
import io.atoll.ha.zk.view.HaFacts;
import io.atoll.ha.zk.view.HaLook;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the engine is told of hosts that are kept free. */
class ClusterFactsTest {
    private static final HostId HOST = new HostId(new UUID(1, 1));
    private static final VmId VM = new VmId(new UUID(2, 1));

    private static HostState stateWith(SortedMap<VmId, OwnedVm> owners) {
        var facts = new HaFacts(
                new TreeMap<>(Map.of(HOST, new Fence(HOST, Fence.State.OPEN, new LeaderEpoch(1), "a test", null, 1))),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new HaFacts.VmFacts(owners, new TreeMap<>(), new TreeMap<>()),
                new TreeMap<>());
        var look = new HaLook(new BeatReading.Failed(1, 2, "a test"), facts, new HaLook.Freshness.Current(1));
        var settings =
                ClusterHaSettings.usual(new ClusterId(new UUID(9, 9)), new TreeMap<>(Map.of(HOST, HostUse.NO_NEW_VMS)));
        return new ClusterFacts(look, settings, new TreeMap<>(), Map.of(), Map.of())
                .hosts().values().stream().map(WatchedHost::state).findFirst().orElseThrow();
    }

    @Test
    void aHostThatIsBeingEmptiedIsLookedAfterUntilItsLastVmHasLeft() {
        var owner = new Owner(VM, HOST, new VmEpoch(3), Owner.DesiredState.RUNNING, "operation");
        assertThat(stateWith(new TreeMap<>(Map.of(VM, new OwnedVm(owner, 1)))))
                .isEqualTo(HostState.ENTERING_MAINTENANCE);
        assertThat(stateWith(new TreeMap<>())).isEqualTo(HostState.MAINTENANCE);
    }
}
