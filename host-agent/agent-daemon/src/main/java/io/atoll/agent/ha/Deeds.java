package io.atoll.agent.ha;

import io.atoll.ha.engine.HaDecision;
import io.atoll.ha.engine.HaDecision.OwnerMove;
import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.storage.EpochContent;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.zk.facts.Orders;
import io.atoll.ha.zk.facts.Orders.Leave;
import io.atoll.ha.zk.lease.Beat;
import io.atoll.ha.zk.lease.Fence;
import io.atoll.ha.zk.lease.Move;
import io.atoll.ha.zk.lease.OwnerAway;
import io.atoll.ha.zk.lease.Takeovers;
import io.atoll.ha.zk.view.BeatReading;
import io.atoll.ha.zk.view.HaLook;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the engine decided, beside the loop that asks it. A decision whose like is still being carried out is left
 * out: the engine makes it again while the facts do not show its effect.
 */
final class Deeds {
    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);

    private final Takeovers takeovers;
    private final PoolWatch pools;
    private final IncidentBook book;
    private final Orders orders;
    private final Executor executor;
    private final Map<HostId, FreshRead> freshReads = new ConcurrentHashMap<>();
    private final Releases releases;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Deeds(Takeovers takeovers, PoolWatch pools, IncidentBook book, Orders orders, Executor executor) {
        this.takeovers = takeovers;
        this.pools = pools;
        this.book = book;
        this.orders = orders;
        this.executor = executor;
        releases = new Releases(pools, orders);
    }

    /** The last answer to each decision to read afresh. */
    Map<HostId, FreshRead> freshReads() {
        return Map.copyOf(freshReads);
    }

    /** What isolated hosts have said in the epoch blocks of their VMs, as last read. */
    Map<VmId, EpochContent> released() {
        return releases.read();
    }

    /** @param look what the decision was made from */
    void carryOut(HaDecision decision, HaLook look, TimelineWords words) {
        switch (decision) {
            case HaDecision.ReadAfresh(var host, var wanted) ->
                once(
                        "read " + host,
                        () -> freshReads.put(host, pools.fresh(host, wanted).join()));
            case HaDecision.TakeOver takeOver -> once("take " + takeOver.host(), () -> takeOver(takeOver, look));
            case HaDecision.AssignVm(var move, var epoch, var fenced, var _) ->
                once(
                        "vm " + move.vm(),
                        () -> assign(
                                move,
                                epoch,
                                fenced == null
                                        ? away(move, look)
                                        : fence(fenced, look).map(OwnerAway.Fenced::new),
                                look));
            case HaDecision.RestartVm(var move, var epoch, var _, var _) ->
                once("vm " + move.vm(), () -> assign(move, epoch, away(move, look), look));
            case HaDecision.OrderRelease order -> once("release " + order.host(), () -> releases.order(order, look));
            case HaDecision.ReadReleased(var host, var vms) -> once("released " + host, () -> releases.read(vms, look));
            case HaDecision.MigrateAway(var vm, var epoch, var from, var to, var _) ->
                once("leave " + vm, () -> orders.leave(new Leave(vm, epoch, from, to), leave -> isMeant(leave, look)));
            case HaDecision.RaiseAlarm(var alarm) ->
                once("alarm " + alarm.key(), () -> book.raise(alarm.key(), alarm.text()));
            case HaDecision.ClearAlarm(var key) -> once("alarm " + key, () -> book.clear(key));
            case HaDecision.AppendTimeline(var incident, var first, var entries) ->
                once("incident " + incident, () -> book.append(incident, first, entries, words));
        }
    }

    private static boolean isMeant(Leave leave, HaLook look) {
        var owned = look.facts().vms().owners().get(leave.vm());
        return owned != null
                && owned.owner().epoch().equals(leave.epoch())
                && owned.owner().isOwnedBy(leave.from());
    }

    private void takeOver(HaDecision.TakeOver decision, HaLook look) {
        var beat = beat(decision, look);
        var moves = new ArrayList<Move>();
        for (var move : decision.moves()) {
            var owned = look.facts().vms().owners().get(move.vm());
            if (owned == null || owned.version() != move.ownerVersion()) {
                return; // The facts have moved on; the engine will decide anew.
            }
            moves.add(new Move(owned, move.target(), move.failures()));
        }
        if (beat.isEmpty()) {
            return;
        }
        var outcome =
                takeovers.takeOver(decision.leaderEpoch(), beat.get(), TimelineWords.proof(decision.proof()), moves);
        LOG.warn(
                "Takeover host={} proof=\"{}\" vms={} outcome={}",
                decision.host(),
                TimelineWords.proof(decision.proof()),
                moves.size(),
                outcome.getClass().getSimpleName());
        LOG.debug("Takeover outcome {}", outcome);
    }

    private static Optional<Beat> beat(HaDecision.TakeOver decision, HaLook look) {
        return look.beats() instanceof BeatReading.Read read
                ? Optional.ofNullable(read.beats().get(decision.host()))
                        .filter(beat -> beat.version() == decision.beatVersion())
                : Optional.empty();
    }

    private void assign(OwnerMove move, LeaderEpoch epoch, Optional<? extends OwnerAway> away, HaLook look) {
        var owned = look.facts().vms().owners().get(move.vm());
        if (owned == null || owned.version() != move.ownerVersion() || away.isEmpty()) {
            return;
        }
        var outcome = takeovers.assign(epoch, new Move(owned, move.target(), move.failures()), away.get());
        LOG.info("Assignment vm={} target={} outcome={}", move.vm(), move.target(), outcome);
    }

    /** Nobody owns it, or its owner has said that it does not run it. */
    private Optional<OwnerAway> away(OwnerMove move, HaLook look) {
        var owned = look.facts().vms().owners().get(move.vm());
        if (owned != null && owned.owner().host() == null) {
            return Optional.of(new OwnerAway.NoOwner());
        }
        if (owned != null
                && Releases.isReleased(
                        owned.owner(),
                        look.facts().vms().states().get(move.vm()),
                        released().get(move.vm()))) {
            return Optional.of(new OwnerAway.Released());
        }
        return Optional.ofNullable(look.facts().vms().states().get(move.vm()))
                .map(state -> new OwnerAway.SaidSo(state.version()));
    }

    private static Optional<Fence> fence(HaDecision.RaisedFence raised, HaLook look) {
        return Optional.ofNullable(look.facts().fences().get(raised.host()))
                .filter(fence -> fence.version() == raised.version() && !fence.isOpen());
    }

    /** @param open the stories that go on */
    void close(Set<IncidentId> open) {
        once("stories", () -> book.close(open));
    }

    private void once(String key, Runnable work) {
        if (!underWay.add(key)) {
            return;
        }
        executor.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("A decision of HA could not be carried out and is made again key=\"{}\"", key, e);
            } finally {
                underWay.remove(key);
            }
        });
    }
}
