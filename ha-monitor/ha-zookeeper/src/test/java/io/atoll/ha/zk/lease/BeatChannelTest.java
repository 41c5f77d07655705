package io.atoll.ha.zk.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.HostId;
import java.util.List;
import java.util.UUID;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BeatChannelTest {
    private static TestingServer server;
    private static ZookeeperConnection connection;
    private static Installation installation;
    private HostId host = new HostId(new UUID(0, 0));

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer(true);
        connection = Clients.connect(server.getConnectString(), null);
        installation = new Installation(connection);
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @BeforeEach
    void anotherHost() {
        host = installation.host();
    }

    @Test
    void aHostNobodyAdmittedCannotJoin() {
        var unknown = new BeatChannel(connection, new HostId(new UUID(9, 9)));
        assertThat(unknown.join("boot")).isEqualTo(new Joining.NotAdmitted());
        assertThat(unknown.joined()).isFalse();
        assertThat(unknown.renew("boot", 1)).isInstanceOf(Renewal.Failed.class);
    }

    @Test
    void everyRenewalRaisesTheVersionOfTheBeat() {
        var channel = installation.beating(host, "boot");
        assertThat(channel.renew("boot", 1)).isEqualTo(new Renewal.Acknowledged(new Beat(host, "boot", 1, 1)));
        assertThat(channel.renew("boot", 2)).isEqualTo(new Renewal.Acknowledged(new Beat(host, "boot", 2, 2)));
    }

    @Test
    void aRestartedAgentGoesOnWithTheBeatItFinds() {
        installation.beating(host, "boot").renew("boot", 41);
        var after = new BeatChannel(connection, host);
        assertThat(after.join("boot")).isInstanceOf(Joining.Joined.class);
        assertThat(after.renew("boot", 42)).isEqualTo(new Renewal.Acknowledged(new Beat(host, "boot", 42, 2)));
    }

    @Test
    void aBeatThatSomebodyElseWroteIsNotTakenForALostAcknowledgement() {
        var first = installation.beating(host, "boot");
        var second = installation.beating(host, "boot");
        assertThat(second.renew("boot", 7)).isInstanceOf(Renewal.Acknowledged.class);
        assertThat(first.renew("boot", 8))
                .isInstanceOfSatisfying(
                        Renewal.Failed.class,
                        failed -> assertThat(failed.reason()).contains("Maybe two agents run with the same identity"));
        assertThat(first.joined()).isFalse();
    }

    @Test
    void aRaisedFenceEndsTheLeaseAndOnlyTheHostOpensItAgain() {
        var channel = installation.beating(host, "boot");
        var seen = Installation.beatOf(channel.renew("boot", 1));
        takeOver(seen);

        var fenced = (Renewal.Fenced) channel.renew("boot", 2);
        assertThat(fenced.fence().state()).isEqualTo(Fence.State.FENCED);
        assertThat(fenced.fence().proof()).isEqualTo("test");
        assertThat(channel.joined()).isFalse();
        assertThat(channel.join("boot")).isEqualTo(new Joining.Closed(fenced.fence()));

        var joined = (Joining.Joined) channel.open("boot", fenced.fence());
        assertThat(joined.fence().isOpen()).isTrue();
        assertThat(joined.fence()).isEqualTo(new Fences(connection).read(host).orElseThrow());
        assertThat(channel.renew("boot", 3)).isInstanceOf(Renewal.Acknowledged.class);
    }

    @Test
    void aFenceThatWasRaisedAgainMeanwhileIsNotOpened() {
        var channel = installation.beating(host, "boot");
        takeOver(Installation.beatOf(channel.renew("boot", 1)));
        var first = ((Renewal.Fenced) channel.renew("boot", 2)).fence();
        var opened = (Joining.Joined) channel.open("boot", first);
        takeOver(opened.beat());
        assertThat(channel.open("boot", first)).isInstanceOf(Joining.Closed.class);
        assertThat(channel.renew("boot", 3)).isInstanceOf(Renewal.Failed.class);
    }

    @Test
    void openingAFenceTwiceIsTheSameAsOnce() {
        var channel = installation.beating(host, "boot");
        takeOver(Installation.beatOf(channel.renew("boot", 1)));
        var closed = ((Renewal.Fenced) channel.renew("boot", 2)).fence();
        var first = (Joining.Joined) channel.open("boot", closed);
        var second = (Joining.Joined) channel.open("boot", closed);
        assertThat(second.fence()).isEqualTo(first.fence());
        assertThat(channel.renew("boot", 3)).isInstanceOf(Renewal.Acknowledged.class);
    }

    @Test
    void aFenceThatIsOpenButNotTheOneAcceptedEndsTheLeaseToo() throws Exception {
        var channel = installation.beating(host, "boot");
        channel.renew("boot", 1);
        var path = connection.layout().fence(host);
        connection
                .client()
                .setData()
                .forPath(path, connection.client().getData().forPath(path));
        assertThat(channel.renew("boot", 2)).isInstanceOf(Renewal.Fenced.class);
    }

    @Test
    void aRemovedHostDoesNotRenew() {
        var channel = installation.beating(host, "boot");
        new HostRegistry(connection).remove(host);
        assertThat(channel.renew("boot", 1)).isInstanceOf(Renewal.Failed.class);
        assertThat(channel.join("boot")).isEqualTo(new Joining.NotAdmitted());
    }

    @Test
    void aBeatThatHoldsNonsenseIsReportedAndNotOverwritten() throws Exception {
        var channel = installation.beating(host, "boot");
        connection.client().setData().forPath(connection.layout().beat(host), NodeJson.write(List.of(1)));
        assertThat(channel.renew("boot", 1)).isInstanceOf(Renewal.Failed.class);
    }

    private void takeOver(Beat seen) {
        var leader = installation.host();
        var taken = new Takeovers(connection, leader).takeOver(installation.elect(), seen, "test", List.of());
        assertThat(taken).isInstanceOf(Takeover.Applied.class);
    }
}
