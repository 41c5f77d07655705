package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.WakeReason;
import io.atoll.drs.power.WhyAsleep;
import io.atoll.drs.power.WhyAwake;
import io.atoll.manager.dpm.internal.DpmReason;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the scheduler says, for programs: its kind, its figures by their names, and its sentence. */
final class ReasonWords {
    private static final double TENTHS = 10;

    private ReasonWords() {}

    static DpmReason of(WhyAwake why) {
        return new DpmReason(why.kind(), parameters((Record) why), why.text());
    }

    static DpmReason of(WhyAsleep why) {
        return new DpmReason(why.kind(), parameters((Record) why), why.text());
    }

    static DpmReason of(WakeReason why) {
        return new DpmReason(why.kind(), parameters((Record) why), why.text());
    }

    /** Durations are minutes; lists of names are one text. What is neither a figure nor a name is in the sentence only. */
    private static SortedMap<String, String> parameters(Record why) {
        var parameters = new TreeMap<String, String>();
        for (var component : why.getClass().getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                put(parameters, component.getName(), accessor.invoke(why));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        return parameters;
    }

    private static void put(SortedMap<String, String> parameters, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Duration duration -> parameters.put(name + "Minutes", String.valueOf(duration.toMinutes()));
            case Instant at ->
                parameters.put(name, at.truncatedTo(ChronoUnit.SECONDS).toString());
            case Double number -> parameters.put(name, String.valueOf(Math.round(number * TENTHS) / TENTHS));
            case Integer number -> parameters.put(name, number.toString());
            case String text -> parameters.put(name, text);
            case List<?> names
            when names.stream().allMatch(String.class::isInstance) ->
                parameters.put(name, names.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            default -> {}
        }
    }
}
