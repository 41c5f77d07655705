package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmObjectKind;
import java.util.Comparator;
import java.util.UUID;

/**
 * What there is at most one standing alarm of.
 *
 * @param topic tells alarms of one definition about one object apart; empty where there can be one only
 */
record AlarmKey(UUID definition, AlarmObjectKind kind, UUID object, String topic) implements Comparable<AlarmKey> {
    private static final Comparator<AlarmKey> ORDER = Comparator.comparing(AlarmKey::definition)
            .thenComparing(AlarmKey::kind)
            .thenComparing(AlarmKey::object)
            .thenComparing(AlarmKey::topic);

    @Override
    public int compareTo(AlarmKey other) {
        return ORDER.compare(this, other);
    }
}
