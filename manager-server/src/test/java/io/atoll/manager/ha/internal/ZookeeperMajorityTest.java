package io.atoll.manager.ha.internal;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.manager.cluster.ZookeeperAddress;
import io.atoll.manager.ha.internal.ClusterHaStates.AlarmView;
import io.atoll.manager.ha.internal.ClusterHaStates.StateView;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.HaHost;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hosts that die take their ZooKeeper servers with them, and what is promised counts those that are left. */
@ManagerTest
class ZookeeperMajorityTest {
    private final ManagerUnderTest manager;

    ZookeeperMajorityTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void withOneOfThreeServersGoneNoRestartIsPromisedForTheLossOfAnother() throws Exception {
        try (var dc = Datacenter.of(manager, 4);
                var _ = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b");
                var c = HaHost.of(manager, dc, "c");
                var _ = HaHost.of(manager, dc, "d")) {
            var vm = protectedVm(dc);
            var threeOfFour = servedBy(dc, "a", "b", "c");
            assertThat(state(dc, threeOfFour).failuresTolerated()).isTrue();
            assertThat(tooSmall(dc, threeOfFour)).isEmpty();
            assertThat(forecasts(threeOfFour)
                            .ifDied(cluster(dc), dc.host("a").id())
                            .restarts())
                    .hasSize(1);

            var a = dc.host("a");
            assertThat(forecasts(threeOfFour).serversOn(a.id())).containsExactly(a.name() + ":2281");
            assertThat(forecasts(threeOfFour).serversOn(dc.host("d").id())).isEmpty();
            assertThat(forecasts(new ZookeeperAddress(threeOfFour.connect(), true))
                            .serversOn(a.id()))
                    .as("the manager's own server is on no host")
                    .isEmpty();

            dc.host("c").hostDies();
            dc.awaitHostState(dc.host("c"), "DISCONNECTED");
            assertThat(tooSmall(dc, threeOfFour)).as("it beats still").isEmpty();
            c.fallsSilent();
            await().atMost(LONG).until(() -> !tooSmall(dc, threeOfFour).isEmpty());

            var alarm = tooSmall(dc, threeOfFour).getFirst();
            assertThat(alarm.detail())
                    .startsWith(
                            "2 of 3 ZooKeeper servers are left; if one more of their hosts fails there is no majority")
                    .contains("Silent: " + dc.host("c").name() + ".");
            assertThat(alarm.blocking())
                    .as("the VMs of d would be restarted all the same")
                    .isFalse();
            assertThat(state(dc, threeOfFour).failuresTolerated()).isFalse();
            checkForecasts(dc, vm, forecasts(threeOfFour));

            var withD = tooSmall(dc, servedBy(dc, "a", "b", "c", "d"));
            assertThat(withD.getFirst().blocking())
                    .as("three of four servers are left, and every host takes one")
                    .isTrue();
            assertThat(tooSmall(dc, servedBy(dc, "a", "b", "d")))
                    .as("c had none")
                    .isEmpty();
            assertThat(tooSmall(dc, new ZookeeperAddress(servedBy(dc, "c").connect(), true)))
                    .as("the manager's own server is on no host")
                    .isEmpty();
            dc.host("c").start();
            dc.awaitReady(dc.host("c"));
            dc.succeeded(dc.act(vm, "stop"));
        }
    }

    private static void checkForecasts(Datacenter dc, VmId vm, HaForecasts forecasts) {
        var ofServer = forecasts.ifDied(cluster(dc), dc.host("a").id());
        assertThat(ofServer.acting()).isFalse();
        assertThat(ofServer.doubt())
                .isEqualTo(
                        "ZooKeeper would have 1 of 3 servers, which is no majority: HA would restart nothing until a server is back.");
        assertThat(ofServer.restarts()).isEmpty();
        assertThat(ofServer.notRestarted()).singleElement().satisfies(left -> {
            assertThat(left.vmId()).isEqualTo(vm.value());
            assertThat(left.reason()).isEqualTo(ofServer.doubt());
        });
        for (var name : List.of("c", "d")) {
            var harmless = forecasts.ifDied(cluster(dc), dc.host(name).id());
            assertThat(harmless.acting()).as(name).isTrue();
            assertThat(harmless.doubt()).as(name).isNull();
        }
    }

    private static ClusterId cluster(Datacenter dc) {
        return ClusterId.parse(dc.cluster());
    }

    /** As hosts are told of an ensemble on these hosts: by their names, for they all listen at one address here. */
    private static ZookeeperAddress servedBy(Datacenter dc, String... hosts) {
        return new ZookeeperAddress(
                Stream.of(hosts)
                        .map(dc::host)
                        .map(ScriptedAgent::name)
                        .map(name -> name + ":2281")
                        .collect(Collectors.joining(",")),
                false);
    }

    private StateView state(Datacenter dc, ZookeeperAddress address) {
        return new ClusterHaStates(
                        manager.bean(Inventory.class),
                        manager.bean(HaDoubt.class),
                        manager.bean(ZookeeperConnection.class),
                        address,
                        manager.bean(AdmissionDesk.class),
                        manager.bean(JdbcClient.class),
                        manager.bean(Clock.class))
                .of(cluster(dc));
    }

    private List<AlarmView> tooSmall(Datacenter dc, ZookeeperAddress address) {
        return state(dc, address).alarms().stream()
                .filter(alarm -> alarm.code().equals("ZOOKEEPER_TOO_SMALL"))
                .toList();
    }

    private HaForecasts forecasts(ZookeeperAddress address) {
        return new HaForecasts(
                manager.bean(Inventory.class),
                manager.bean(HaClusters.class),
                manager.bean(HaDoubt.class),
                address,
                manager.bean(JdbcClient.class));
    }

    private static VmId protectedVm(Datacenter dc) throws Exception {
        var on = dc.api()
                .patch(
                        "/api/v1/clusters/" + dc.cluster(),
                        Map.of("spec", Map.of("ha", Map.of("enabled", true, "admissionPolicy", "WARN"))));
        assertThat(on.status()).as("%s", on).isEqualTo(200);
        var spec = Map.<String, Object>of("hostId", dc.host("a").id().toString(), "ha", Map.of("protected", true));
        var answer = dc.post("/api/v1/vms", dc.vmRequest(true, spec));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var location = answer.header("location");
        var vm = Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1)));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(dc.get("/api/v1/vms/" + vm)
                                .at("/status/ha/state")
                                .asString())
                        .isEqualTo("PROTECTED"));
        return vm;
    }
}
