package io.atoll.manager.ha.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.HostId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which hosts ZooKeeper cannot do without. */
class ZookeeperServersTest {
    private static HostId host(int number) {
        return new HostId(new UUID(1, number));
    }

    /** A server on each of the first hosts. */
    private static ZookeeperServers onHosts(int count) {
        SortedMap<HostId, Integer> perHost = new TreeMap<>();
        for (var number = 1; number <= count; number++) {
            perHost.put(host(number), 1);
        }
        return new ZookeeperServers(count, perHost, new TreeSet<>());
    }

    private static ZookeeperServers without(int count, HostId... hosts) {
        return onHosts(count).without(new TreeSet<>(List.of(hosts)));
    }

    @Test
    void ofThreeAnyOneMayGoAndThenNoOther() {
        assertThat(onHosts(3).indispensable()).isEmpty();
        assertThat(without(3, host(2)).indispensable()).containsOnlyKeys(host(1), host(3));
        assertThat(without(3, host(2)).indispensable().get(host(1))).contains("1 of 3 servers");
    }

    @Test
    void ofFiveTwoMayGo() {
        assertThat(without(5, host(1)).indispensable()).isEmpty();
        assertThat(without(5, host(1), host(2)).indispensable()).containsOnlyKeys(host(3), host(4), host(5));
    }

    @Test
    void aSingleServerIsNeverSparedAndOneInsideTheManagerIsOnNoHost() {
        assertThat(onHosts(1).indispensable()).containsOnlyKeys(host(1));
        assertThat(new ZookeeperServers(0, new TreeMap<>(), new TreeSet<>()).indispensable())
                .isEmpty();
    }

    @Test
    void aHostWithoutAServerTakesNothingWithIt() {
        assertThat(without(3, host(9)).indispensable()).isEmpty();
    }
}
