package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.definition.AlarmDefinition;
import io.atoll.manager.alarm.internal.definition.Condition.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an alarm says: a stable code with parameters for whoever translates, and the words in English. The console writes its own
 * words from code and parameters.
 */
record AlarmText(
        String code,
        SortedMap<String, String> parameters,
        String detail,
        @Nullable Double value,
        @Nullable Double threshold,
        String unit) {
    private static final int LONGEST_CHARS = 1_000;
    /** It has the names of property and object before it. */
    private static final int LONGEST_REASON_CHARS = 700;

    AlarmText {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    static AlarmText of(AlarmDefinition definition, WatchedObject object, double value, AlarmSeverity severity) {
        var condition = definition.condition();
        return switch (condition.type()) {
            case METRIC -> metric(definition, object, value, severity);
            case STATE -> state(definition, object);
        };
    }

    private static AlarmText metric(
            AlarmDefinition definition, WatchedObject object, double value, AlarmSeverity severity) {
        var condition = definition.condition();
        var figure = condition.figureOf(definition.objectKind());
        var above = condition.operator() != Operator.BELOW;
        var limit = condition.limit(severity);
        var parameters = subject(object);
        parameters.put("figure", figure.series());
        parameters.put("value", number(value));
        parameters.put("threshold", limit == null ? "" : number(limit));
        parameters.put("unit", figure.unit().strip());
        parameters.put("forSeconds", Integer.toString(condition.forSeconds()));
        var detail = "%s of %s is %s%s, %s the limit of %s%s%s."
                .formatted(
                        figure.series(),
                        subjectWords(object),
                        number(value),
                        figure.unit(),
                        above ? "at or above" : "at or below",
                        limit == null ? "?" : number(limit),
                        figure.unit(),
                        condition.forSeconds() == 0 ? "" : ", for %d s".formatted(condition.forSeconds()));
        return new AlarmText(
                above ? "METRIC_ABOVE" : "METRIC_BELOW",
                parameters,
                detail,
                Decision.rounded(value),
                limit,
                figure.unit().strip());
    }

    private static AlarmText state(AlarmDefinition definition, WatchedObject object) {
        var property = definition.condition().propertyOf(definition.objectKind());
        var state = object.states().getOrDefault(property, "");
        var parameters = subject(object);
        parameters.put("property", property.property());
        parameters.put("state", state);
        var reason = object.reasons().getOrDefault(property, "");
        if (reason.length() > LONGEST_REASON_CHARS) {
            reason = reason.substring(0, LONGEST_REASON_CHARS);
        }
        if (!reason.isEmpty()) {
            parameters.put("reason", reason);
        }
        return new AlarmText(
                "STATE",
                parameters,
                "%s of %s is %s%s"
                        .formatted(
                                property.property(),
                                subjectWords(object),
                                state,
                                reason.isEmpty() ? "." : ": " + reason),
                null,
                null,
                "");
    }

    static AlarmText of(WatchedObject object, WatchedObject.Concern concern) {
        var parameters = subject(object);
        parameters.put("concern", concern.code());
        var text = concern.detail();
        return new AlarmText(
                "HA_CONCERN",
                parameters,
                text.length() > LONGEST_CHARS ? text.substring(0, LONGEST_CHARS) : text,
                null,
                null,
                "");
    }

    private static TreeMap<String, String> subject(WatchedObject object) {
        var parameters = new TreeMap<String, String>();
        parameters.put("kind", object.identity().kind().name());
        parameters.put("object", object.identity().name());
        return parameters;
    }

    private static String subjectWords(WatchedObject object) {
        return switch (object.identity().kind()) {
            case VM -> "VM " + object.identity().name();
            case HOST, POOL, CLUSTER, TASK ->
                object.identity().kind().name().toLowerCase(Locale.ROOT) + " "
                        + object.identity().name();
        };
    }

    static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
