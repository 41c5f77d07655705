package io.atoll.manager.testing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.lease.Beat;
import io.atoll.ha.zk.lease.BeatChannel;
import io.atoll.ha.zk.lease.Joining;
import io.atoll.ha.zk.lease.Takeover;
import io.atoll.ha.zk.lease.Takeovers;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The HA side of a scripted host: beats in the real ZooKeeper and says what it can, until it is told otherwise. */
public final class HaHost implements AutoCloseable {
    private static final int BEAT_EVERY_MS = 500;

    private final ZookeeperConnection zookeeper;
    private final HaSight sight;
    private final HostId host;
    private final Set<PoolId> pools;
    private final String bootId;
    private final BeatChannel channel;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ha-host-heart").factory());
    private volatile boolean beats = true;
    private volatile boolean guestNetworkUp = true;
    private long seq;

    private HaHost(ZookeeperConnection zookeeper, HaSight sight, ScriptedAgent agent, Set<PoolId> pools) {
        this.zookeeper = zookeeper;
        this.sight = sight;
        this.host = agent.id();
        this.pools = new TreeSet<>(pools);
        this.bootId = agent.report().getBootId().isEmpty()
                ? UUID.randomUUID().toString()
                : agent.report().getBootId();
        this.channel = new BeatChannel(zookeeper, host);
    }

    /** Beats as the host of this name, with a slot on the pool. */
    public static HaHost of(ManagerUnderTest manager, Datacenter dc, String name) {
        var zookeeper = manager.bean(ZookeeperConnection.class);
        var made = new HaHost(zookeeper, manager.bean(HaSight.class), dc.host(name), Set.of(PoolId.parse(dc.pool())));
        made.canAll();
        await(name + " is admitted")
                .atMost(Datacenter.LONG)
                .until(() -> made.channel.join(made.bootId) instanceof Joining.Joined);
        var _ = made.heart.scheduleAtFixedRate(made::beat, 0, BEAT_EVERY_MS, TimeUnit.MILLISECONDS);
        return made;
    }

    /** Switches HA on for the cluster. */
    public static void turnOn(ApiClient api, Datacenter dc, String admissionPolicy) throws Exception {
        var on = api.patch(
                "/api/v1/clusters/" + dc.cluster(),
                Map.of("spec", Map.of("ha", Map.of("enabled", true, "admissionPolicy", admissionPolicy))));
        assertThat(on.status()).as("%s", on).isEqualTo(200);
    }

    public String bootId() {
        return bootId;
    }

    private void beat() {
        if (beats) {
            seq++;
            channel.renew(bootId, seq);
        }
    }

    public void fallsSilent() {
        beats = false;
    }

    public void beatsAgain() {
        beats = true;
    }

    /** What an HA leader does who has found it dead: no VM is moved, its fence goes up with this proof. */
    public void isTakenOver(ClusterId cluster, String proof) {
        var epochs = LeaderEpochs.ofAgents(zookeeper, cluster);
        var epoch = await("the manager has made the cluster's nodes")
                .atMost(Datacenter.LONG)
                .ignoreExceptions()
                .until(() -> epochs.raise(new LeaderEpoch(0)), Objects::nonNull);
        var takeovers = new Takeovers(zookeeper, cluster, host);
        await("the fence goes up")
                .atMost(Datacenter.LONG)
                .until(() -> lastBeat()
                        .filter(beat -> takeovers.takeOver(epoch, beat, proof, List.of()) instanceof Takeover.Applied)
                        .isPresent());
    }

    private Optional<Beat> lastBeat() {
        return sight.now()
                .flatMap(seen -> Optional.ofNullable(seen.beats().get(host)))
                .map(HaSight.SeenBeat::beat);
    }

    /** Its guests reach nobody outside, or do again. */
    public void guestNetworkIs(boolean up) {
        guestNetworkUp = up;
        publish(List.of());
    }

    /** It says that it lacks something. */
    public void cannot(String reason) {
        publish(List.of(reason));
    }

    public void canAll() {
        publish(List.of());
    }

    private void publish(List<String> notEffective) {
        new HostHaFacts(
                        host,
                        "host " + host,
                        bootId,
                        notEffective,
                        new Mebibytes(64 * 1024),
                        16,
                        new TreeSet<>(pools),
                        new TreeSet<>(),
                        Duration.ofSeconds(4),
                        guestNetworkUp)
                .publish(zookeeper);
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }
}
