package io.atoll.ha.zk.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.Evidence;
import io.atoll.ha.zk.facts.EvidenceRegistry;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.Protections;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.ha.zk.lease.Installation;
import io.atoll.ha.zk.lease.Move;
import io.atoll.ha.zk.lease.Takeovers;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
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

class HaViewTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ClusterId CLUSTER = new ClusterId(new UUID(3, 1));

    private TestingServer server;
    private ZookeeperConnection writer;
    private ZookeeperConnection viewer;
    private Installation installation;
    private HaView view;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        writer = Clients.connect(server.getConnectString(), null);
        viewer = Clients.connect(server.getConnectString(), null);
        installation = new Installation(writer);
        view = new HaView(viewer, System::nanoTime);
    }

    @AfterEach
    void stop() throws Exception {
        view.close();
        viewer.close();
        writer.close();
        server.close();
    }

    /** The first look that is current and shows what is wanted. */
    private HaLook awaitLook(Predicate<HaLook> wanted) {
        var found = new AtomicReference<HaLook>();
        await().atMost(LONG).until(() -> {
            var look = view.look();
            found.set(look);
            return look.current() && wanted.test(look);
        });
        return found.get();
    }

    private static <K, V> V of(SortedMap<K, V> facts, K key) {
        return Objects.requireNonNull(facts.get(key), () -> "nothing about " + key);
    }

    private static BeatReading.Read beats(HaLook look) {
        return (BeatReading.Read) look.beats();
    }

    private static Protection protection(VmId vm, Protection.Priority priority) {
        return new Protection(
                vm,
                "database",
                CLUSTER,
                priority,
                new TreeSet<>(List.of(new VmId(new UUID(7, 0)))),
                new Protection.Policies(
                        Protection.IsolationPolicy.KEEP_RUNNING,
                        Protection.StorageLossPolicy.KEEP_PAUSED,
                        Protection.HealthPolicy.PROCESS_ENDS),
                new PoolId(new UUID(4, 1)),
                "ab".repeat(32),
                new Mebibytes(512),
                2,
                new TreeSet<>());
    }

    @Test
    void showsAllThatIsThere() throws Exception {
        var host = installation.host();
        var vm = installation.vmOn(host);
        var protection = protection(vm.vm(), Protection.Priority.HIGH);
        new Protections(writer).protect(protection);
        new VmStates(writer).tell(vm.vm(), host, new VmEpoch(1), VmHaState.Phase.RUNNING, null);
        var settings =
                ClusterHaSettings.usual(CLUSTER, new TreeMap<>(Map.of(host, ClusterHaSettings.HostUse.ACCEPTS_VMS)));
        new HaSettings(writer).write(settings);
        var evidence = new Evidence(
                host, "boot", 7, Evidence.Kind.OPERATOR_SAYS_OFF, "admin", "unplugged", Instant.ofEpochMilli(5));
        new EvidenceRegistry(writer).give(evidence);
        var said = new HostHaFacts(
                host,
                "n1",
                "boot",
                List.of(),
                new Mebibytes(4096),
                4,
                new TreeSet<>(),
                new TreeSet<>(),
                Duration.ofSeconds(4),
                false);
        said.publish(writer);
        var beat = Installation.beatOf(installation.beating(host, "boot").renew("boot", 1));

        var look = awaitLook(candidate -> beats(candidate).beats().containsKey(host));
        assertThat(beats(look).beats()).containsEntry(host, beat);
        assertThat(of(look.facts().fences(), host).isOpen()).isTrue();
        assertThat(look.facts().vms().owners()).containsEntry(vm.vm(), vm);
        assertThat(look.facts().vms().protections()).containsEntry(vm.vm(), protection);
        assertThat(of(look.facts().vms().states(), vm.vm()).phase()).isEqualTo(VmHaState.Phase.RUNNING);
        assertThat(look.facts().settings()).containsEntry(CLUSTER, settings);
        assertThat(look.facts().evidence()).containsEntry(host, evidence);
        assertThat(look.facts().hosts()).containsEntry(host, said);
        assertThat(look.facts().unreadable()).isEmpty();
    }

    @Test
    void everyChangeShowsAndWhatIsRemovedGoes() throws Exception {
        var host = installation.host();
        awaitLook(look -> look.facts().fences().containsKey(host));
        var vm = installation.vmOn(host);
        new Protections(writer).protect(protection(vm.vm(), Protection.Priority.LOW));
        awaitLook(look -> look.facts().vms().protections().containsKey(vm.vm()));
        new Protections(writer).protect(protection(vm.vm(), Protection.Priority.HIGH));
        awaitLook(look -> of(look.facts().vms().protections(), vm.vm()).priority() == Protection.Priority.HIGH);
        new Protections(writer).unprotect(vm.vm());
        awaitLook(look -> !look.facts().vms().protections().containsKey(vm.vm()));
        new HostRegistry(writer).remove(host);
        awaitLook(look -> !look.facts().fences().containsKey(host)
                && beats(look).without().isEmpty());
    }

    /** The rule everything stands on: a look that shows a beat shows all that was written before that beat. */
    @Test
    void aCurrentLookIsNeverOlderThanTheBeatsItShows() throws Exception {
        var host = installation.host();
        var channel = installation.beating(host, "boot");
        var owners = new OwnerRegistry(writer);
        var vm = new VmId(new UUID(8, 8));
        awaitLook(look -> beats(look).beats().containsKey(host));
        var checked = 0;
        for (var round = 1; round <= 300; round++) {
            owners.claim(vm, host, "claim:" + round); // a new epoch each time
            var beat = Installation.beatOf(channel.renew("boot", round));
            var look = view.look();
            if (look.current() && of(beats(look).beats(), host).version() >= beat.version()) {
                assertThat(of(look.facts().vms().owners(), vm).owner().operation())
                        .isEqualTo("claim:" + round);
                checked++;
            }
        }
        assertThat(checked).isPositive();
    }

    @Test
    void withoutAConnectionItSaysSoAndIsCurrentOnlyAfterReadingEverythingAgain() throws Exception {
        var host = installation.host();
        awaitLook(look -> look.facts().fences().containsKey(host));
        server.stop();
        await().atMost(LONG).until(() -> !viewer.connected());
        var blind = view.look();
        assertThat(blind.beats()).isInstanceOf(BeatReading.Failed.class);
        assertThat(blind.current()).isFalse();
        assertThat(blind.facts().fences()).containsKey(host);
        server.restart();
        await().atMost(LONG).until(writer::connected);
        var another = installation.host();
        awaitLook(look -> look.facts().fences().containsKey(another));
    }

    @Test
    void aNewSessionWatchesAnew() throws Exception {
        var host = installation.host();
        awaitLook(look -> look.facts().fences().containsKey(host));
        KillSession.kill(viewer.client().getZookeeperClient().getZooKeeper());
        var another = installation.host();
        awaitLook(look -> look.facts().fences().containsKey(another));
        var third = installation.host();
        awaitLook(look -> look.facts().fences().containsKey(third));
    }

    @Test
    void anUnreadableNodeCostsNobodyButItself() throws Exception {
        var host = installation.host();
        var vm = installation.vmOn(host);
        installation.beating(host, "boot");
        var protection = writer.layout().protection(vm.vm());
        writer.createIfMissing(protection, new byte[] {'{'});
        writer.client().setData().forPath(writer.layout().beat(host), new byte[] {1, 2});
        var look = awaitLook(candidate -> candidate.facts().vms().owners().containsKey(vm.vm()));
        assertThat(look.facts().unreadable()).containsOnlyKeys(protection);
        assertThat(of(beats(look).beats(), host).version()).isEqualTo(1);
    }

    @Test
    void aTakeoverShowsAsOne() throws Exception {
        var dead = installation.host();
        var target = installation.host();
        var vms = installation.vmsOn(dead, 50);
        var seen = Installation.beatOf(installation.beating(dead, "boot").renew("boot", 1));
        awaitLook(look -> look.facts().vms().owners().size() == 50);
        new Takeovers(writer, Installation.CLUSTER, target)
                .takeOver(
                        installation.elect(),
                        seen,
                        "test",
                        vms.stream().map(vm -> new Move(vm, target)).toList());
        var look = awaitLook(candidate -> !of(candidate.facts().fences(), dead).isOpen());
        assertThat(look.facts().vms().owners().values())
                .allMatch(owned -> owned.owner().isOwnedBy(target));
    }

    @Test
    void hostsWithoutABeatAreNamed() {
        HostId host = installation.host();
        var look = awaitLook(candidate -> candidate.facts().fences().containsKey(host)
                && !beats(candidate).without().isEmpty());
        assertThat(beats(look).without()).containsExactly(host);
    }
}
