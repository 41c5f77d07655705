package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what is next for each host of a rolling maintenance. Pure: (facts, now) in, decisions out. A host that failed stops all
 * that has not begun; those that are out go on, since a host half-way helps nobody.
 */
public final class RollingEngine {
    private RollingEngine() {}

    /** How a host's task is. */
    public enum Work {
        NONE,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /**
     * What is known of a host.
     *
     * @param failure of its task, in words; empty: it did not fail
     * @param ailments why the host is not well; empty: it is
     */
    public record Look(Work work, String failure, List<String> ailments) {
        public Look {
            ailments = List.copyOf(ailments);
        }
    }

    /**
     * What holds for all hosts.
     *
     * @param notWhole why nobody goes out now; empty: nothing speaks against it
     * @param indispensable hosts that must not go out now, each with the reason
     */
    public record Ground(String notWhole, SortedMap<HostId, String> indispensable) {
        public static final Ground FIRM = new Ground("", new TreeMap<>());

        public Ground {
            indispensable = Collections.unmodifiableSortedMap(new TreeMap<>(indispensable));
        }
    }

    /** What to do with a host. */
    public sealed interface Decision {
        RollingHost host();

        /** Empty it. */
        record Enter(RollingHost host) implements Decision {}

        /** Switch it on: it is in maintenance for this set, and slept or was to be woken when it was taken over. */
        record Wake(RollingHost host) implements Decision {}

        /** Do to it what is to be done. */
        record Act(RollingHost host) implements Decision {}

        /** Take it back into use. */
        record Exit(RollingHost host) implements Decision {}

        /** Write this down. */
        record Note(RollingHost host) implements Decision {}
    }

    /** The decisions of one moment, in the order of the hosts. */
    public static List<Decision> next(
            List<RollingHost> hosts,
            SortedMap<HostId, Look> looks,
            Ground ground,
            RollingSettings settings,
            boolean paused,
            Instant now) {
        var decisions = new ArrayList<Decision>();
        for (var host : hosts) {
            var look = looks.get(host.id());
            var decision = look == null ? null : onItsWay(host, look, settings, now);
            if (decision != null) {
                decisions.add(decision);
            }
        }
        var stopped = hosts.stream().anyMatch(host -> host.state() == State.FAILED)
                || decisions.stream().anyMatch(one -> one.host().state() == State.FAILED);
        if (!paused && !stopped) {
            decisions.addAll(entering(hosts, ground, settings));
        }
        return decisions;
    }

    private static @Nullable Decision onItsWay(RollingHost host, Look look, RollingSettings settings, Instant now) {
        return switch (host.state()) {
            case ENTERING ->
                switch (look.work) {
                    case NONE -> new Decision.Wake(host);
                    case RUNNING -> null;
                    case SUCCEEDED -> new Decision.Act(host);
                    case FAILED -> new Decision.Note(host.failed(look.failure, now));
                };
            case ACTING ->
                switch (look.work) {
                    case NONE -> new Decision.Act(host);
                    case RUNNING -> null;
                    case SUCCEEDED -> new Decision.Note(host.in(State.CHECKING, null, "", now));
                    case FAILED -> new Decision.Note(host.failed(look.failure, now));
                };
            case CHECKING -> checked(host, look, settings, now);
            case LEAVING ->
                switch (look.work) {
                    case NONE, RUNNING -> null;
                    case SUCCEEDED -> new Decision.Note(host.in(State.DONE, host.task(), "", now));
                    case FAILED -> new Decision.Note(host.failed(look.failure, now));
                };
            case WAITING, DONE, FAILED, SKIPPED -> null;
        };
    }

    private static @Nullable Decision checked(RollingHost host, Look look, RollingSettings settings, Instant now) {
        if (look.ailments.isEmpty()) {
            return new Decision.Exit(host);
        }
        var why = String.join(" ", look.ailments);
        if (Duration.between(host.since(), now).toSeconds() >= settings.healthSeconds()) {
            return new Decision.Note(
                    host.failed("It was not well after %d s. %s".formatted(settings.healthSeconds(), why), now));
        }
        return why.equals(host.reason()) ? null : new Decision.Note(host.because(why));
    }

    /** At most one at a time: the next look knows that it is out. */
    private static List<Decision> entering(List<RollingHost> hosts, Ground ground, RollingSettings settings) {
        var decisions = new ArrayList<Decision>();
        for (var host : next(hosts, settings)) {
            var why = ground.notWhole.isEmpty() ? ground.indispensable.getOrDefault(host.id(), "") : ground.notWhole;
            if (why.isEmpty()) {
                decisions.add(new Decision.Enter(host));
                return decisions;
            }
            if (!why.equals(host.reason())) {
                decisions.add(new Decision.Note(host.because(why)));
            }
        }
        return decisions;
    }

    /** Those that may go out as far as their number is concerned, in their order. */
    private static List<RollingHost> next(List<RollingHost> hosts, RollingSettings settings) {
        var out = hosts.stream().filter(RollingHost::isOut).count();
        var canary = hosts.stream()
                .filter(host -> host.canary() && host.state() != State.DONE && host.state() != State.SKIPPED)
                .findFirst();
        if (canary.isPresent()) {
            return canary.get().state() == State.WAITING && out == 0 ? List.of(canary.get()) : List.of();
        }
        return out >= settings.mostHostsOut()
                ? List.of()
                : hosts.stream().filter(host -> host.state() == State.WAITING).toList();
    }

    /**
     * The host when what was decided is refused. One whose action could not begin is empty and out: it goes on there, not at the
     * door, which is closed to a host that is in maintenance.
     */
    public static RollingHost refused(Decision decision, String why, Instant now) {
        var host = decision instanceof Decision.Act(var out) ? out.in(State.ACTING, null, "", now) : decision.host();
        return host.failed(why, now);
    }

    /**
     * Where a host that failed goes on. One that is empty is woken, acted on or looked at once more, all others begin anew, also
     * those that somebody has taken back meanwhile: nothing is done to a host in use.
     *
     * @param inMaintenance whether the host is in maintenance for this set
     */
    public static State again(RollingHost host, boolean inMaintenance) {
        var failedIn = host.failedIn();
        return switch (failedIn == null ? State.WAITING : failedIn) {
            case WAITING, ENTERING -> inMaintenance ? State.ENTERING : State.WAITING;
            case ACTING -> inMaintenance ? State.ACTING : State.WAITING;
            case CHECKING, LEAVING -> State.CHECKING;
            case DONE, FAILED, SKIPPED -> State.WAITING;
        };
    }

    /** Whether nothing more is to be done. */
    public static boolean isOver(List<RollingHost> hosts) {
        return hosts.stream().allMatch(host -> host.state() == State.DONE || host.state() == State.SKIPPED);
    }
}
