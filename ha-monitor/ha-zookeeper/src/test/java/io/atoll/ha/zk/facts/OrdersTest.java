package io.atoll.ha.zk.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.Orders.Leave;
import io.atoll.ha.zk.facts.Orders.Order;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
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
        connection = Clients.connect(server.getConnectString(), null);
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

    private static Order order(long number, int vms) {
        var named = new TreeMap<VmId, VmEpoch>();
        for (var vm = 0; vm < vms; vm++) {
            named.put(new VmId(new UUID(7, vm)), new VmEpoch(vm + 1));
        }
        return new Order(new LeaderEpoch(5), number, named);
    }

    @Test
    void aHostReadsItsLastOrderAndNobodyElses() {
        orders.release(FROM, order(1, 2));
        orders.release(TO, order(2, 60));
        assertThat(orders.forHost(FROM)).contains(order(1, 2));
        assertThat(orders.forHost(TO)).contains(order(2, 60));
        orders.release(FROM, order(3, 0));
        assertThat(orders.forHost(FROM)).contains(new Order(new LeaderEpoch(5), 3, new TreeMap<>()));
        assertThat(orders.forHost(TO)).contains(order(2, 60));
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
        orders.release(FROM, order(1, 1));
        orders.leave(leave(VM, 1), _ -> true);
        assertThat(orders.forHost(FROM)).contains(order(1, 1));
        orders.release(FROM, order(2, 0));
        assertThat(orders.leaving()).containsExactly(leave(VM, 1));
        assertThat(orders.forHost(FROM)).contains(order(2, 0));
    }
}
