package io.atoll.ha.zk.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.facts.Orders.Leave;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the HA leader wants done by hosts and managers, in a real ZooKeeper. */
class OrdersTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(3, 1));
    private static final HostId FROM = new HostId(new UUID(0, 1));
    private static final HostId TO = new HostId(new UUID(0, 2));
    private static final VmId VM = new VmId(new UUID(2, 1));
    private static final VmId OTHER = new VmId(new UUID(2, 2));

    private TestingServer server;
    private ZookeeperConnection connection;
    private Orders orders;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        connection = ZookeeperConnection.open(ZookeeperSettings.of(server.getConnectString(), new UUID(1, 1), null));
        assertThat(connection.awaitConnected(Duration.ofSeconds(30))).isTrue();
        connection.createLayout();
        new HaSettings(connection).write(ClusterHaSettings.usual(CLUSTER, new TreeMap<>()));
        orders = new Orders(connection, CLUSTER);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        server.close();
    }

    private static Leave leave(VmId vm, long epoch) {
        return new Leave(vm, new VmEpoch(epoch), FROM, TO);
    }

    @Test
    void beforeTheFirstOneNothingIsWanted() {
        assertThat(orders.leaving()).isEmpty();
        assertThat(orders.forHost(FROM)).isEmpty();
    }

    @Test
    void theLastWordAboutAVmCountsAndWhatIsMeantNoMoreGoes() {
        orders.leave(leave(VM, 1), _ -> true);
        orders.leave(leave(OTHER, 4), _ -> true);
        orders.leave(leave(VM, 2), _ -> true);
        assertThat(orders.leaving()).containsExactlyInAnyOrder(leave(OTHER, 4), leave(VM, 2));
        orders.leave(leave(VM, 2), older -> !older.vm().equals(OTHER));
        assertThat(orders.leaving()).containsExactly(leave(VM, 2));
    }

    @Test
    void ordersToEndVmsAndWishesToMigrateThemLeaveEachOtherAlone() {
        orders.release(FROM, new TreeMap<>(Map.of(OTHER, new VmEpoch(7))));
        orders.leave(leave(VM, 1), _ -> true);
        assertThat(orders.forHost(FROM)).containsExactly(Map.entry(OTHER, new VmEpoch(7)));
        orders.release(FROM, new TreeMap<>());
        assertThat(orders.leaving()).containsExactly(leave(VM, 1));
        assertThat(orders.forHost(FROM)).isEmpty();
    }
}
