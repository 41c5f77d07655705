package io.atoll.manager.alarm.internal.definition;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.engine.Limits;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When to raise, as it is stored and shown. METRIC has figure, operator and limits; STATE has property, values and severity. */
public record Condition(
        ConditionType type,
        @Nullable String figure,
        @Nullable Operator operator,
        @Nullable Double warning,
        @Nullable Double critical,

        @Schema(description = "How far beyond its limit a figure must be before the alarm clears")
        double clearMargin,

        @Nullable String property,
        List<String> values,
        @Nullable AlarmSeverity severity,

        @Schema(description = "For how long it must hold without a break before the alarm is raised")
        int forSeconds,

        int clearForSeconds) {
    /** A figure against limits, or a state among others. */
    public enum ConditionType {
        METRIC,
        STATE
    }

    /** Which side of the limits is bad; the limit itself is. */
    public enum Operator {
        ABOVE,
        BELOW
    }

    /** What a state counts as, where some are worse than others; see {@link #limits}. */
    public static final double HOLDS = 1;
    /** What holds, and blocks: critical whatever the definition's severity. */
    public static final double BLOCKS = 2;

    private static final double HALF = 0.5;

    public Condition {
        values = List.copyOf(values);
    }

    public static Condition metric(
            String figure, Operator operator, Double warning, @Nullable Double critical, double margin) {
        return new Condition(
                ConditionType.METRIC, figure, operator, warning, critical, margin, null, List.of(), null, 0, 0);
    }

    public static Condition state(String property, AlarmSeverity severity, String... values) {
        return new Condition(ConditionType.STATE, null, null, null, null, 0, property, List.of(values), severity, 0, 0);
    }

    public Condition held(int raiseAfterSeconds, int clearAfterSeconds) {
        return new Condition(
                type,
                figure,
                operator,
                warning,
                critical,
                clearMargin,
                property,
                values,
                severity,
                raiseAfterSeconds,
                clearAfterSeconds);
    }

    /** For the engine: a state is a number that is 0 while it does not hold. */
    public Limits limits() {
        var raise = Duration.ofSeconds(forSeconds);
        var clear = Duration.ofSeconds(clearForSeconds);
        return switch (type) {
            case METRIC -> new Limits(operator != Operator.BELOW, warning, critical, clearMargin, raise, clear);
            case STATE ->
                severity == AlarmSeverity.CRITICAL
                        ? new Limits(true, null, HALF, 0, raise, clear)
                        : new Limits(true, HALF, HOLDS + HALF, 0, raise, clear);
        };
    }

    public @Nullable Double limit(AlarmSeverity of) {
        return type == ConditionType.STATE ? null : of == AlarmSeverity.CRITICAL ? critical : warning;
    }

    public AlarmFigure figureOf(AlarmObjectKind kind) {
        return AlarmFigure.named(kind, figure == null ? "" : figure).orElseThrow();
    }

    public StateProperty propertyOf(AlarmObjectKind kind) {
        return StateProperty.named(kind, property == null ? "" : property).orElseThrow();
    }
}
