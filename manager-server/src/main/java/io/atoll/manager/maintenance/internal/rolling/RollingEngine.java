package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
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

    /** What to do with a host. */
    public sealed interface Decision {
        RollingHost host();

        /** Empty it. */
        record Enter(RollingHost host) implements Decision {}

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
            decisions.addAll(entering(hosts, settings));
        }
        return decisions;
    }

    private static @Nullable Decision onItsWay(RollingHost host, Look look, RollingSettings settings, Instant now) {
        return switch (host.state()) {
            case ENTERING ->
                switch (look.work) {
                    case NONE, RUNNING -> null;
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

    private static List<Decision> entering(List<RollingHost> hosts, RollingSettings settings) {
        var out = hosts.stream().filter(host -> host.state().isOut()).count();
        var canary = hosts.stream()
                .filter(host -> host.canary() && host.state() != State.DONE && host.state() != State.SKIPPED)
                .findFirst();
        if (canary.isPresent()) {
            return canary.get().state() == State.WAITING && out == 0
                    ? List.of(new Decision.Enter(canary.get()))
                    : List.of();
        }
        return hosts.stream()
                .filter(host -> host.state() == State.WAITING)
                .limit(Math.max(0, settings.mostHostsOut() - out))
                .<Decision>map(Decision.Enter::new)
                .toList();
    }

    /** Whether nothing more is to be done. */
    public static boolean isOver(List<RollingHost> hosts) {
        return hosts.stream().allMatch(host -> host.state() == State.DONE || host.state() == State.SKIPPED);
    }
}
