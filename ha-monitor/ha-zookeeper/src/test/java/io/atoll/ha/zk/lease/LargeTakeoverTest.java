package io.atoll.ha.zk.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.HostId;
import java.util.List;
import org.apache.curator.test.TestingCluster;
import org.junit.jupiter.api.Test;

/** The largest host there is, on three servers, where a transaction passes between them too. */
class LargeTakeoverTest {
    private static final int VMS = 2_000;

    @Test
    void twoThousandVmsMoveInOneTransactionAndFiveThousandInSeveral() throws Exception {
        try (var cluster = new TestingCluster(3)) {
            cluster.start();
            try (var connection = Clients.connect(Roles.followersAddress(cluster), null)) {
                var installation = new Installation(connection);
                var takeovers = new Takeovers(connection, installation.host());
                var first = takeOver(connection, installation, takeovers, VMS);
                assertThat(first.fence().version()).isEqualTo(1);
                assertThat(first.moved()).hasSize(VMS);
                // All of them in the transaction that raised the fence: no owner was written by a later one.
                var fenceZxid =
                        zxid(connection, connection.layout().fence(first.fence().host()));
                for (var vm : first.moved().keySet()) {
                    assertThat(zxid(connection, connection.layout().owner(vm))).isEqualTo(fenceZxid);
                }
                var second = takeOver(connection, installation, takeovers, 5_000);
                assertThat(second.moved()).hasSize(5_000);
                assertThat(second.left()).isEmpty();
            }
        }
    }

    private static Takeover.Applied takeOver(
            ZookeeperConnection connection, Installation installation, Takeovers takeovers, int vms) throws Exception {
        HostId dead = installation.host();
        HostId target = installation.host();
        List<OwnedVm> owned = installation.vmsOn(dead, vms);
        var seen = Installation.beatOf(installation.beating(dead, "boot").renew("boot", 1));
        var moves = owned.stream().map(vm -> new Move(vm, target)).toList();
        var applied = (Takeover.Applied) takeovers.takeOver(installation.elect(), seen, "test", moves);
        assertThat(new OwnerRegistry(connection)
                        .read(owned.getLast().vm())
                        .orElseThrow()
                        .isOwnedBy(target))
                .isTrue();
        return applied;
    }

    private static long zxid(ZookeeperConnection connection, String path) throws Exception {
        return connection.client().checkExists().forPath(path).getMzxid();
    }
}
