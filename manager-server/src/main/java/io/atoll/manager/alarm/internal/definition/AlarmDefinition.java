package io.atoll.manager.alarm.internal.definition;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.api.Naming;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be watched.
 *
 * @param builtin which of the definitions of a new installation it was; null: somebody made it
 */
public record AlarmDefinition(
        UUID id,
        Naming naming,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        boolean enabled,
        AlarmObjectKind objectKind,
        Target target,
        Condition condition,
        @Nullable String builtin) {
    public String name() {
        return naming.name();
    }

    AlarmDefinition changed(Naming newNaming, boolean newEnabled, Target newTarget, Condition newCondition) {
        return new AlarmDefinition(
                id,
                newNaming,
                revision,
                createdAt,
                updatedAt,
                newEnabled,
                objectKind,
                newTarget,
                newCondition,
                builtin);
    }
}
