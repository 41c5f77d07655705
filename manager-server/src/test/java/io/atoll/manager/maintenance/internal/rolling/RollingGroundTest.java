package io.atoll.manager.maintenance.internal.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.ha.HaSight;
import io.atoll.manager.ha.ZookeeperMajority;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of ZooKeeper that is away with its host, on purpose, is no reason against another host. */
@ManagerTest
class RollingGroundTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private final ManagerUnderTest manager;
    private final List<String> absent = new ArrayList<>();
    private Datacenter dc;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    RollingGroundTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void open() {
        dc = Datacenter.of(manager, 4);
    }

    @AfterEach
    void close() {
        dc.close();
    }

    /** One server on each of the first hosts. */
    private final class OnEachOf implements ZookeeperMajority {
        private final List<String> names;

        OnEachOf(List<String> names) {
            this.names = names;
        }

        @Override
        public Optional<String> lostWithout(HostId host) {
            return Optional.empty();
        }

        @Override
        public SortedMap<HostId, String> indispensable(ClusterId cluster, SortedSet<HostId> out) {
            var found = new TreeMap<HostId, String>();
            var left = names.stream().filter(name -> !out.contains(id(name))).toList();
            if (left.size() - 1 <= names.size() / 2) {
                left.forEach(name -> found.put(id(name), "no majority"));
            }
            return found;
        }

        @Override
        public List<String> serversOn(HostId host) {
            return names.stream()
                    .filter(name -> id(name).equals(host))
                    .map(name -> name + ":2281")
                    .toList();
        }
    }

    private HostId id(String name) {
        return dc.host(name).id();
    }

    private RollingGround ground(List<String> servers) {
        return new RollingGround(
                () -> List.copyOf(absent), new OnEachOf(servers), manager.bean(MaintenanceStore.class));
    }

    private RollingEngine.Ground look(List<String> servers) {
        var hosts =
                List.of(new RollingHost(id("b"), "b", 1, false, State.WAITING, null, null, Instant.EPOCH, "", false));
        var settings = new RollingSettings(RollingAction.NONE, 2, 60, BringHome.NO, Terms.USUAL, "", null, null);
        return ground(servers).look(ClusterId.parse(dc.cluster()), hosts, settings);
    }

    private void isInMaintenance(String name) {
        var host = "/api/v1/hosts/" + id(name);
        assertThat(dc.post(host + "/actions/enter-maintenance", Map.of()).status())
                .isEqualTo(202);
        Awaitility.await("maintenance of " + name)
                .atMost(Datacenter.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        dc.get(host).at("/status/maintenance/state").asString().equals("IN_MAINTENANCE"));
    }

    @Test
    void aHostIsNotIllForAServerOfAnotherHost() {
        var health = new HostHealth(manager.bean(Inventory.class), ground(NAMES), manager.bean(HaSight.class));
        absent.add("a:2281");
        assertThat(health.ailments(id("b"))).isEmpty();
        assertThat(health.ailments(id("a"))).containsExactly("ZooKeeper is not whole: a:2281 does not serve yet.");
    }

    @Test
    void aServerThatIsAwayForNoKnownReasonKeepsEverybodyIn() {
        absent.add("a:2281");
        assertThat(look(NAMES).notWhole()).isEqualTo("ZooKeeper is not whole: a:2281 does not serve yet.");
    }

    @Test
    void aServerThatIsAwayOnPurposeKeepsNobodyInAsLongAsAMajorityStays() {
        isInMaintenance("a");
        assertThat(look(List.of("a", "b", "c")).indispensable())
                .as("it serves all the same")
                .isEmpty();
        absent.add("a:2281");
        assertThat(look(List.of("a", "b", "c", "d")).notWhole()).isEmpty();
        assertThat(look(List.of("a", "c", "d")).indispensable())
                .as("b has none")
                .doesNotContainKey(id("b"));
        var ofThree = look(List.of("a", "b", "c"));
        assertThat(ofThree.notWhole()).isEmpty();
        assertThat(ofThree.indispensable()).containsKey(id("b"));
        absent.add("c:2281");
        assertThat(look(NAMES).notWhole()).contains("c:2281").doesNotContain("a:2281");
    }
}
