package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.plan.HostRanking;
import io.atoll.drs.plan.Objection;
import io.atoll.drs.plan.PlacementIndex;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Limit;
import io.atoll.manager.simulation.internal.study.SimulationFindings.RoomForMore;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts copies of one VM until none finds a host any more. Nobody else moves to make room, no host is woken, and no rule is about the
 * copies.
 */
final class Filling {
    static final int MOST_COPIES = 10_000;

    /** No VM has such an id: ids are made of a time, and this is one of long ago. */
    private static final long COPIES = 0x434f_5059L << 32;

    private final Cluster cluster;
    private final Vm like;
    private final Protection protection;
    private final BooleanSupplier mayContinue;
    private final List<Vm> placed = new ArrayList<>();

    private Filling(Cluster cluster, Vm like, Protection protection, BooleanSupplier mayContinue) {
        this.cluster = cluster;
        this.like = like;
        this.protection = protection;
        this.mayContinue = mayContinue;
    }

    static RoomForMore of(Cluster cluster, Vm like, Protection protection, BooleanSupplier mayContinue) {
        return new Filling(cluster, like, protection, mayContinue).fill();
    }

    private RoomForMore fill() {
        var isFull = start();
        var withHa = mostWithHa();
        var full = with(placed.size());
        return new RoomForMore(like.id().value(), placed.size(), isFull, withHa, isFull ? limits(full) : List.of());
    }

    /** Whether the cluster got full. */
    private boolean start() {
        var index = PlacementIndex.of(cluster);
        cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.STANDBY)
                .forEach(host -> index.close(host.id()));
        while (placed.size() < MOST_COPIES && mayContinue.getAsBoolean()) {
            var copy = copy(placed.size());
            var host = index.place(copy);
            if (host == null) {
                return true;
            }
            index.add(copy, host);
            placed.add(copy.on(host));
        }
        return false;
    }

    private Vm copy(int number) {
        return new Vm(
                new VmId(new UUID(COPIES, number)),
                "%s#%d".formatted(like.name(), number + 1),
                null,
                like.cpu(),
                like.memory(),
                like.needs(),
                like.standing());
    }

    private Cluster with(int count) {
        var vms = new ArrayList<>(cluster.vms().values());
        vms.addAll(placed.subList(0, count));
        return cluster.withVms(vms);
    }

    /**
     * Where so many are survivable, fewer are too. Most numbers are tried against a few failures only, by halves; the number that
     * they leave is tried against all, and a failure that is too much for it is one of the few from then on. Null: the time was
     * over first.
     */
    private @Nullable Integer mostWithHa() {
        var copies = placed.stream().map(Vm::id).toList();
        var failures = Failures.in(cluster, protection.with(like.id(), copies));
        var suspects = new ArrayList<List<HostId>>();
        var count = placed.size();
        placed.forEach(failures::add);
        while (count > 0) {
            var tooMuch = tooMuch(failures, failures.fullestFirst(protection.hostFailures()));
            if (!mayContinue.getAsBoolean()) {
                return null;
            }
            if (tooMuch == null) {
                break;
            }
            suspects.add(tooMuch);
            count = mostAgainst(failures, suspects, count);
        }
        return count;
    }

    /** The first of these failures that is too much; null: none, or the time is over. */
    private @Nullable List<HostId> tooMuch(Failures failures, List<List<HostId>> tried) {
        for (var failed : tried) {
            if (!mayContinue.getAsBoolean()) {
                return null;
            }
            if (!failures.isSurvived(failed)) {
                return failed;
            }
        }
        return null;
    }

    /** How many of the copies, fewer than there are, are survivable if only these failures happen; so many are there afterwards. */
    private int mostAgainst(Failures failures, List<List<HostId>> suspects, int count) {
        var least = 0;
        var most = count - 1;
        var there = count;
        while (least < most) {
            var middle = (least + most + 1) >>> 1;
            there = resize(failures, there, middle);
            if (tooMuch(failures, suspects) == null) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        resize(failures, there, least);
        return least;
    }

    private int resize(Failures failures, int there, int wanted) {
        for (var i = there; i < wanted; i++) {
            failures.add(placed.get(i));
        }
        for (var i = there - 1; i >= wanted; i--) {
            failures.removeLast(placed.get(i));
        }
        return wanted;
    }

    /** What each host says to one more, the first thing where it says several. */
    private List<Limit> limits(Cluster full) {
        var next = copy(placed.size());
        var vms = new ArrayList<>(full.vms().values());
        vms.add(next);
        var counts = new TreeMap<String, Integer>();
        var examples = new TreeMap<String, String>();
        for (var refused :
                HostRanking.of(full.withVms(vms), next.id()).refused().values()) {
            var objection = refused.objections().getFirst();
            counts.merge(kind(objection), 1, Integer::sum);
            examples.putIfAbsent(kind(objection), "%s %s".formatted(refused.hostName(), objection.text()));
        }
        return counts.entrySet().stream()
                .map(kind -> new Limit(kind.getKey(), kind.getValue(), examples.getOrDefault(kind.getKey(), "")))
                .sorted(Comparator.comparingInt(Limit::hostCount).reversed().thenComparing(Limit::kind))
                .toList();
    }

    private static String kind(Objection objection) {
        return objection.kind();
    }
}
