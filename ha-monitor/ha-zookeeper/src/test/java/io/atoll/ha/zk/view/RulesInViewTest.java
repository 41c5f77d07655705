package io.atoll.ha.zk.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.ha.zk.facts.HaRules;
import io.atoll.ha.zk.lease.Installation;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.curator.test.KillSession;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Placement rules, from managers to whoever looks, over a real ZooKeeper. */
class RulesInViewTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private TestingServer server;
    private ZookeeperConnection writer;
    private ZookeeperConnection viewer;
    private Installation installation;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        writer = Clients.connect(server.getConnectString(), null);
        viewer = Clients.connect(server.getConnectString(), null);
        installation = new Installation(writer);
    }

    @AfterEach
    void stop() throws Exception {
        viewer.close();
        writer.close();
        server.close();
    }

    private static HaLook awaitLook(HaView view, Predicate<HaLook> wanted) {
        var found = new AtomicReference<HaLook>();
        await().atMost(LONG).until(() -> {
            var look = view.look();
            found.set(look);
            return look.current() && wanted.test(look);
        });
        return found.get();
    }

    private static ClusterId cluster(int number) {
        return new ClusterId(new UUID(3, number));
    }

    private static ClusterRules rules(int number, int vmCount) {
        var vms = new TreeSet<VmId>();
        for (var vm = 0; vm < vmCount; vm++) {
            vms.add(new VmId(new UUID(number, vm)));
        }
        return new ClusterRules(
                cluster(number), List.of(new Rule.KeepApart("apart " + number, vms)), List.of(), new TreeMap<>());
    }

    /** As in an installation that a manager of an earlier version made, whose agents are updated before it. */
    @Test
    void whereNobodyHasMadeTheNodeYetHaSeesAllTheRestAndTheRulesOnceTheyCome() throws Exception {
        var host = installation.host();
        writer.client().delete().forPath(writer.layout().haRules());
        try (var view = new HaView(viewer, System::nanoTime)) {
            var look = awaitLook(view, candidate -> candidate.facts().fences().containsKey(host));
            assertThat(look.facts().rules()).isEmpty();
            KillSession.kill(viewer.client().getZookeeperClient().getZooKeeper());
            var another = installation.host();
            awaitLook(view, candidate -> candidate.facts().fences().containsKey(another));
            server.restart();
            await().atMost(LONG).until(writer::connected);
            var third = installation.host();
            awaitLook(view, candidate -> candidate.facts().fences().containsKey(third));

            writer.createLayout();
            new HaRules(writer).write(rules(1, 3));
            look = awaitLook(view, candidate -> !candidate.facts().rules().isEmpty());
            assertThat(look.facts().rules()).containsEntry(cluster(1), rules(1, 3));
            assertThat(look.facts().unreadable()).isEmpty();
            new HaRules(writer).write(rules(1, 4));
            awaitLook(
                    view,
                    candidate -> rules(1, 4).equals(candidate.facts().rules().get(cluster(1))));
            new HaRules(writer).remove(cluster(1));
            awaitLook(view, candidate -> candidate.facts().rules().isEmpty());
        }
    }

    /** Together they are more than one answer of ZooKeeper may be, at the first look and when all change at once. */
    @Test
    void rulesOfManyClustersAreReadInSmallParts() {
        var nodes = new HaRules(writer);
        for (var number = 0; number < 20; number++) {
            nodes.write(rules(number, 2_150));
        }
        try (var view = new HaView(viewer, System::nanoTime)) {
            awaitLook(view, look -> look.facts().rules().size() == 20);
            for (var number = 0; number < 20; number++) {
                nodes.write(rules(number, 2_151));
            }
            var look = awaitLook(
                    view,
                    candidate -> candidate.facts().rules().values().stream()
                            .allMatch(rules -> rules.must().getFirst().vms().size() == 2_151));
            assertThat(look.facts().rules()).hasSize(20).containsEntry(cluster(19), rules(19, 2_151));
        }
    }

    @Test
    void rulesThatMakeNoSenseCostOnlyTheirOwnCluster() throws Exception {
        var host = installation.host();
        new HaRules(writer).write(rules(1, 2));
        var path = writer.layout().haRules(cluster(2));
        writer.createIfMissing(path, "{\"must\": 7}".getBytes(StandardCharsets.UTF_8));
        try (var view = new HaView(viewer, System::nanoTime)) {
            var look = awaitLook(view, candidate -> candidate.facts().fences().containsKey(host));
            assertThat(look.facts().rules()).containsOnlyKeys(cluster(1));
            assertThat(look.facts().unreadable()).containsOnlyKeys(path);
            new HaRules(writer).write(rules(2, 2));
            awaitLook(
                    view,
                    candidate -> candidate.facts().rules().containsKey(cluster(2))
                            && candidate.facts().unreadable().isEmpty());
        }
    }
}
