package io.atoll.agent.ha;

import io.atoll.agent.host.HaStanding;
import io.atoll.agent.server.StoredSpecs;
import io.atoll.agent.vm.VmHost;
import io.atoll.ha.engine.HaEngine;
import io.atoll.ha.engine.HaState;
import io.atoll.ha.facts.HaFacts;
import io.atoll.ha.facts.HaSettings;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.order.OrderStamp;
import io.atoll.ha.order.OrderWatch;
import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.Alarms;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.ha.zk.facts.Orders;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.ha.zk.lease.BeatChannel;
import io.atoll.ha.zk.lease.Takeovers;
import io.atoll.ha.zk.view.BeatReading;
import io.atoll.ha.zk.view.HaLook;
import io.atoll.ha.zk.view.HaView;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's part in HA: its lease, its watch over all others, and what it does as HA leader. Four times a second it looks at
 * everything and asks the engine; what comes of it is carried out beside this loop, so that nothing slow delays a look.
 */
public final class HaAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HaAgent.class);
    private static final long LOOK_EVERY_NANOS = 250_000_000;
    private static final long ORDERS_EVERY_NANOS = 2_000_000_000;
    private static final long KNOWS_ITS_STORIES_AFTER_NANOS = 15_000_000_000L;

    private final Host host;
    private final HaGround ground;
    private final Coordinates coordinates;
    private final HaEngine engine = new HaEngine(new SchedulerPlacement());
    private final HaView view;
    private final IncidentBook book;
    private final Deeds deeds;
    private final HaStarts starts;
    private final OwnedVms owned;
    private final IsolatedHost isolated;
    private final OwnFacts facts;
    private final Orders orders;
    private final Eyesight eyesight;
    private final Hypervisor.Subscription listening;
    private final Thread loop;
    private @Nullable HaLeadership leadership;
    private @Nullable HostLease lease;
    private HaState state = HaState.EMPTY;
    private @Nullable String unexpected;
    private long ordersReadNanos;
    private long leadsSinceNanos = BootClock.nanos();
    private OrderWatch ordersSeen = OrderWatch.NEW;
    private volatile SortedMap<VmId, VmEpoch> ordered = new TreeMap<>();
    private volatile boolean closed;

    /** Which host this is, and of which cluster. */
    public record Host(HostId id, String name, ClusterId cluster, String bootId) {}

    /** What HA shares with the rest of the agent. */
    public record Coordinates(
            ZookeeperConnection zookeeper,
            Supplier<Collection<PoolLocation>> pools,
            Supplier<OwnFacts.Capacity> capacity,
            Clock clock,
            Executor executor) {}

    /** Whom it starts VMs with. */
    public record Vms(Hypervisor hypervisor, VmHost host, StoredSpecs specs) {}

    private HaAgent(Host host, HaGround ground, Coordinates coordinates, Vms vms) {
        this.host = host;
        this.ground = ground;
        this.coordinates = coordinates;
        var zookeeper = coordinates.zookeeper();
        view = new HaView(zookeeper, BootClock::nanos);
        book = new IncidentBook(
                new Incidents(zookeeper), new Alarms(zookeeper), host.cluster(), coordinates.clock(), BootClock::nanos);
        orders = new Orders(zookeeper, host.cluster());
        eyesight = new Eyesight(host.id());
        deeds = new Deeds(
                new Takeovers(zookeeper, host.cluster(), host.id()),
                ground.pools(),
                book,
                orders,
                coordinates.executor());
        facts = new OwnFacts(host, ground, coordinates);
        var pulses = new GuestPulses(vms.hypervisor(), coordinates.executor(), BootClock::nanos);
        starts = new HaStarts(vms.host(), vms.specs(), HaSettings.Patience.DEFAULT.startsPerHost());
        isolated = new IsolatedHost(host.id(), ground, vms.hypervisor(), starts, coordinates.executor());
        owned = new OwnedVms(
                new OwnedVms.Self(host.id(), facts::heldSince, coordinates.clock(), coordinates.executor()),
                vms.hypervisor(),
                starts,
                new VmStates(zookeeper),
                new OwnedVms.Health(pulses, facts::guestsCanAnswer));
        listening = vms.hypervisor().subscribe(pulses);
        loop = Thread.ofPlatform().daemon().name("ha-loop").unstarted(this::run);
    }

    public static HaAgent start(Host host, HaGround ground, Coordinates coordinates, Vms vms) {
        var agent = new HaAgent(host, ground, coordinates, vms);
        agent.loop.start();
        return agent;
    }

    /** How this host stands, for its manager. */
    public HaStanding standing() {
        return facts.standing();
    }

    private void run() {
        var next = BootClock.nanos();
        while (!closed) {
            try {
                turn();
                unexpected = null;
            } catch (RuntimeException e) {
                if (!String.valueOf(e.getMessage()).equals(unexpected)) {
                    LOG.error("A look of HA failed and is tried again", e);
                }
                unexpected = String.valueOf(e.getMessage());
            }
            next = Math.max(next + LOOK_EVERY_NANOS, BootClock.nanos());
            LockSupport.parkNanos(next - BootClock.nanos());
        }
    }

    private void turn() {
        var look = view.look();
        var settings = look.facts().settings().get(host.cluster());
        var hosts = settings == null ? Set.<HostId>of() : settings.hosts().keySet();
        ground.refresh(coordinates.pools().get(), hosts);
        facts.refresh(trouble());
        isolated.look();
        if (settings == null || !settings.hosts().containsKey(host.id())) {
            return; // Managers have said nothing of HA in this cluster.
        }
        takePart();
        starts.atOnce(settings.startsPerHost());
        if (look.current()) {
            owned.look(look.facts(), settings.guestSilence());
            owned.obey(ordered);
            readOrders();
        }
        decide(look, settings);
    }

    /** Beside this loop: a read waits for ZooKeeper. */
    private void readOrders() {
        var now = BootClock.nanos();
        if (now - ordersReadNanos < ORDERS_EVERY_NANOS) {
            return;
        }
        ordersReadNanos = now;
        coordinates.executor().execute(() -> {
            try {
                orders.forHost(host.id()).ifPresent(this::note);
            } catch (ZookeeperUnavailableException | IllegalStateException e) {
                LOG.debug("The HA leader's orders are read later", e);
            }
        });
    }

    /** An order that does not move is left over from a time that has passed (rule O2). */
    private synchronized void note(Orders.Order order) {
        ordersSeen = ordersSeen.seen(new OrderStamp(order.leaderEpoch(), order.number()));
        ordered = ordersSeen.moved() ? order.vms() : new TreeMap<>();
    }

    private @Nullable String trouble() {
        return lease == null ? null : lease.trouble();
    }

    private void takePart() {
        if (leadership == null) {
            leadership = new HaLeadership(coordinates.zookeeper(), host.id(), host.cluster(), book::load);
        }
        if (lease == null && facts.mayBeginLease()) {
            lease = new HostLease(
                    new BeatChannel(coordinates.zookeeper(), host.id()),
                    ground.enforcers(),
                    host.bootId(),
                    LeaseTiming.TWO_CHANNELS.renewEvery());
        }
    }

    private void decide(HaLook look, ClusterHaSettings settings) {
        var term = leadership == null ? HaLeadership.Term.NONE : leadership.term();
        var answers = look.beats() instanceof BeatReading.Read;
        var cluster = new ClusterFacts(look, settings, ground.pools().latest(), deeds.freshReads(), deeds.released());
        var hosts = cluster.hosts();
        letOthersLeadIfBlind(hosts.values(), term.leads());
        var facts = new HaFacts(
                // Where only the rest is old, windows go on, or every change of a VM would cost a dead host's VMs a
                // second.
                new HaFacts.Leadership(host.id(), term.leads() && look.current(), term.epoch(), answers),
                engineSettings(settings),
                hosts,
                cluster.vms(),
                ClusterSnapshots.of(settings, look.facts()),
                new HaFacts.Stored(book.storedEntries(), book.storedAlarms()));
        var step = engine.step(state, facts, BootClock.nanos());
        state = step.next();
        closeStories(term, look);
        var words = new TimelineWords(id -> hostName(look, id), id -> vmName(look, id));
        step.decisions().forEach(decision -> deeds.carryOut(decision, look, words));
    }

    private void letOthersLeadIfBlind(Collection<WatchedHost> hosts, boolean leads) {
        var unseen = eyesight.look(hosts, leads, BootClock.nanos());
        if (!unseen.isEmpty() && leadership != null) {
            LOG.warn("This host reads no slot on pools={} any more and lets another one be HA leader", unseen);
            leadership.standBack();
        }
    }

    /** A leader that has just begun does not know yet which stories go on. */
    private void closeStories(HaLeadership.Term term, HaLook look) {
        var now = BootClock.nanos();
        if (!term.leads() || !look.current()) {
            leadsSinceNanos = now;
        } else if (now - leadsSinceNanos > KNOWS_ITS_STORIES_AFTER_NANOS) {
            deeds.close(state.incidents().keySet());
        }
    }

    private static HaSettings engineSettings(ClusterHaSettings settings) {
        var usual = HaSettings.DEFAULT;
        return new HaSettings(
                settings.enabled(),
                usual.hostFailuresToTolerate(),
                usual.timing(),
                new HaSettings.Patience(
                        settings.storageLossDelay(),
                        usual.patience().readyLimit(),
                        settings.startsPerHost(),
                        usual.patience().migrationsAway(),
                        settings.stormPercent()),
                new HaSettings.Retries(
                        settings.mostAttempts(),
                        settings.pauses().first(),
                        settings.pauses().longest(),
                        usual.retries().forgottenAfter()),
                new HaSettings.Flapping(
                        settings.flapping().failures(),
                        settings.flapping().within(),
                        settings.flapping().quarantine()));
    }

    private static String hostName(HaLook look, HostId id) {
        var says = look.facts().hosts().get(id);
        return says == null ? "host " + id : says.name();
    }

    private static String vmName(HaLook look, VmId id) {
        var protection = look.facts().vms().protections().get(id);
        return protection == null ? "VM " + id : protection.name();
    }

    /** The lease goes on without this agent, carried by the enforcers and the slots. */
    @Override
    public void close() {
        closed = true;
        listening.close();
        LockSupport.unpark(loop);
        try {
            loop.join(Duration.ofSeconds(3));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (lease != null) {
            lease.close();
        }
        if (leadership != null) {
            leadership.close();
        }
        view.close();
    }
}
