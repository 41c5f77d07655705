package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.internal.definition.AlarmFigure;
import io.atoll.manager.alarm.internal.definition.StateProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One object as it is now.
 *
 * @param happenedAt null: it is; else it was, and will not change: a task that failed
 * @param idle whether it is known to use nothing: figures of samples mean nothing then
 * @param figures those that are known; what is missing is not known
 * @param reasons of states that have one, in sentences
 */
record WatchedObject(
        Identity identity,
        @Nullable Instant happenedAt,
        boolean idle,
        Map<AlarmFigure, Measured> figures,
        Map<StateProperty, String> states,
        Map<StateProperty, String> reasons,
        List<Concern> concerns) {
    WatchedObject {
        reasons = Map.copyOf(reasons);
        figures = Map.copyOf(figures);
        states = Map.copyOf(states);
        concerns = List.copyOf(concerns);
    }

    /** Which object it is. */
    record Identity(
            AlarmObjectKind kind,
            UUID id,
            String name,
            @Nullable UUID clusterId,
            SortedMap<String, String> labels) {}

    /** A value, and when it was so. */
    record Measured(double value, Instant at) {}

    /**
     * One of several things that may be wrong with the same object.
     *
     * @param topic the code, and what else tells it from others
     */
    record Concern(String topic, String code, String detail, boolean blocks) {}

    UUID id() {
        return identity.id;
    }
}
