package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.ConfigFile.Versioned;
import io.atoll.ha.enforcer.EnforcerStatus.ProcessStatus;
import io.atoll.ha.enforcer.EnforcerStatus.SlotStatus;
import io.atoll.ha.enforcer.EnforcerStatus.WatchdogState;
import io.atoll.ha.enforcer.SharedState.PoolField;
import io.atoll.ha.enforcer.SharedState.SideField;
import io.atoll.ha.os.Errno;
import io.atoll.ha.os.Posix;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes sense of the shared numbers. */
final class StatusReport {
    private static final Duration SIGN_OF_LIFE = Duration.ofMillis(500);

    private StatusReport() {}

    static EnforcerStatus of(SharedState state, Versioned config) {
        var word = state.word();
        var now = Posix.bootNanos();
        var holding = Phase.of(word) == Phase.HOLDING;
        var deadline = holding ? state.deadline() : 0;
        var processes = List.of(process(state, Side.A, now), process(state, Side.B, now));
        return new EnforcerStatus(
                holding && deadline != 0 && state.isFrozen() ? Phase.FROZEN : Phase.of(word),
                deadline,
                Duration.ofNanos(Math.max(0, deadline - now)),
                state.isEmptyIn(word),
                holding ? state.beat() : 0,
                slots(state, config, word),
                processes,
                state.watchdog(),
                problems(state, config, processes));
    }

    private static Map<PoolId, SlotStatus> slots(SharedState state, Versioned config, long word) {
        var slots = new TreeMap<PoolId, SlotStatus>();
        for (var place : config.places().entrySet()) {
            int at = place.getKey();
            slots.put(
                    place.getValue().pool(),
                    new SlotStatus(
                            state.get(at, PoolField.ACKNOWLEDGED),
                            state.get(at, PoolField.WAITING_SINCE),
                            state.get(at, PoolField.FAILURES),
                            (int) state.get(at, PoolField.LAST_ERROR),
                            state.get(at, PoolField.RELEASED_IN) == word,
                            isWritten(state, at)));
        }
        return slots;
    }

    private static boolean isWritten(SharedState state, int at) {
        return state.get(at, PoolField.ACKNOWLEDGED) != 0 || state.get(at, PoolField.WRITTEN) != 0;
    }

    private static ProcessStatus process(SharedState state, Side side, long now) {
        var heartbeat = state.get(side, SideField.HEARTBEAT);
        var alive = heartbeat != 0 && now - heartbeat < SIGN_OF_LIFE.toNanos();
        return new ProcessStatus(
                side,
                state.get(side, SideField.PID),
                alive,
                alive && state.get(side, SideField.WRITER) != 0,
                Duration.ofNanos(state.get(side, SideField.LONGEST_PAUSE)),
                state.get(side, SideField.REAL_TIME_ERROR) == 0,
                state.get(side, SideField.MEMORY_LOCK_ERROR) == 0,
                state.get(side, SideField.STARTS));
    }

    private static List<String> problems(SharedState state, Versioned config, List<ProcessStatus> processes) {
        var problems = new ArrayList<String>();
        var groupError = state.controlGroupError();
        if (groupError != 0) {
            problems.add("The cgroup %s cannot be used: %s. It must lie in a unified hierarchy."
                    .formatted(config.config().controlGroup(), Errno.text(groupError)));
        }
        for (var process : processes) {
            if (!process.alive()) {
                problems.add("Enforcer %s shows no sign of life.".formatted(process.side()));
                continue;
            }
            if (!process.memoryLocked()) {
                problems.add("Enforcer %s may be swapped out: %s."
                        .formatted(process.side(), errorOf(state, process.side(), SideField.MEMORY_LOCK_ERROR)));
            }
            if (!process.realTime()) {
                problems.add("Enforcer %s has no real-time priority: %s."
                        .formatted(process.side(), errorOf(state, process.side(), SideField.REAL_TIME_ERROR)));
            }
        }
        if (state.watchdog() == WatchdogState.UNAVAILABLE) {
            problems.add("The watchdog %s cannot be opened."
                    .formatted(config.config().watchdog()));
        }
        return problems;
    }

    private static String errorOf(SharedState state, Side side, SideField field) {
        return Errno.text((int) state.get(side, field));
    }
}
