package io.atoll.ha.zk.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.facts.Orders.Order;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static final HostId ONE = new HostId(new UUID(1, 1));
    private static final HostId TWO = new HostId(new UUID(1, 2));

    private static Order order(long number, int vms) {
        var named = new TreeMap<VmId, VmEpoch>();
        for (var vm = 0; vm < vms; vm++) {
            named.put(new VmId(new UUID(7, vm)), new VmEpoch(vm + 1));
        }
        return new Order(new LeaderEpoch(5), number, named);
    }

    @Test
    void aHostReadsItsLastOrderAndNobodyElses() throws Exception {
        try (var server = new TestingServer(true);
                var connection = Clients.connect(server.getConnectString(), null)) {
            connection.createLayout();
            var orders = new Orders(connection, new ClusterId(new UUID(3, 1)));
            assertThat(orders.forHost(ONE)).isEmpty();
            orders.release(ONE, order(1, 2));
            orders.release(TWO, order(2, 60));
            assertThat(orders.forHost(ONE)).contains(order(1, 2));
            assertThat(orders.forHost(TWO)).contains(order(2, 60));
            orders.release(ONE, order(3, 0));
            assertThat(orders.forHost(ONE)).contains(new Order(new LeaderEpoch(5), 3, new TreeMap<>(Map.of())));
            assertThat(orders.forHost(TWO)).contains(order(2, 60));
        }
    }
}
