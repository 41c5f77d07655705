package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.Fence;
import io.atoll.ha.facts.HostCapabilities;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When an HA leader lets somebody else lead because it cannot read what it must. */
class EyesightTest {
    private static final HostId SELF = new HostId(new UUID(0, 1));
    private static final HostId SECOND = new HostId(new UUID(0, 2));
    private static final HostId THIRD = new HostId(new UUID(0, 3));
    private static final PoolId POOL = new PoolId(new UUID(1, 1));
    private static final Look<Slot> SEEN = new Look.Seen<>(
            new Slot(new ChannelValue(new BootId(new UUID(2, 2)), 7, Duration.ofSeconds(4)), Slot.State.HOLDING), 1, 2);
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Eyesight eyesight = new Eyesight(SELF);

    private static WatchedHost host(HostId id, Look<Slot> look) {
        var slots = new TreeMap<PoolId, Look<Slot>>();
        slots.put(POOL, look);
        return new WatchedHost(
                id,
                "host",
                new WatchedHost.Channels(new Look.Never<>(), slots, null),
                new Fence(false, 1),
                List.of(),
                new HostCapabilities(new TreeSet<>(List.of(POOL)), true),
                HostState.READY);
    }

    private static List<WatchedHost> blind() {
        return List.of(host(SELF, new Look.Failed<>()), host(SECOND, new Look.Failed<>()));
    }

    private boolean standsBack(List<WatchedHost> hosts, boolean leads, long second) {
        return !eyesight.look(hosts, leads, second * SECOND_NANOS).isEmpty();
    }

    @Test
    void aLeaderThatReadsNobodysSlotOnAPoolStandsBackAfterAWhileAndNotAgainAtOnce() {
        assertThat(standsBack(blind(), true, 100)).isFalse();
        assertThat(standsBack(blind(), true, 109)).isFalse();
        assertThat(standsBack(blind(), true, 110)).isTrue();
        assertThat(standsBack(blind(), true, 125))
                .as("leads again, nobody sees the pool")
                .isFalse();
        assertThat(standsBack(blind(), true, 169)).isFalse();
        assertThat(standsBack(blind(), true, 171)).isTrue();
    }

    @Test
    void oneDamagedSlotIsNotThePoolsFault() {
        var hosts = List.of(host(SELF, SEEN), host(SECOND, new Look.Failed<>()), host(THIRD, SEEN));
        assertThat(standsBack(hosts, true, 0)).isFalse();
        assertThat(standsBack(hosts, true, 1000)).isFalse();
    }

    @Test
    void aPoolThatAnswersInBetweenStartsTheWaitAnew() {
        standsBack(blind(), true, 0);
        standsBack(List.of(host(SELF, SEEN), host(SECOND, SEEN)), true, 9);
        assertThat(standsBack(blind(), true, 11)).isFalse();
        assertThat(standsBack(blind(), true, 21)).isTrue();
    }

    @Test
    void whoDoesNotLeadOrIsAloneOnThePoolHasNothingToGiveUp() {
        assertThat(standsBack(blind(), false, 0)).isFalse();
        assertThat(standsBack(blind(), false, 100)).isFalse();
        var alone = List.of(host(SELF, new Look.Failed<>()));
        assertThat(standsBack(alone, true, 101)).isFalse();
        assertThat(standsBack(alone, true, 200)).isFalse();
    }
}
