package io.atoll.manager.alarm.internal.definition;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.definition.Condition.ConditionType;
import io.atoll.manager.alarm.internal.definition.Condition.Operator;
import io.atoll.manager.api.InputCheck;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client may say of a definition. Target and condition are replaced as a whole; what is missing stays. */
public record DefinitionDraft(
        @Nullable Boolean enabled,
        @Nullable TargetDraft target,
        @Nullable ConditionDraft condition) {
    private static final int MOST_OBJECTS = 1_000;
    private static final int MOST_VALUES = 32;
    private static final int LONGEST_HOLD_SECONDS = 86_400;
    private static final double MOST = 1e18;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{0,63}");

    /** Which objects, as a client says it. */
    public record TargetDraft(
            @Nullable String clusterId,
            @Nullable List<@Nullable String> objectIds,
            @Nullable Map<String, @Nullable String> labels) {
        Target checked(InputCheck check) {
            var ids = objectIds == null ? List.<@Nullable String>of() : objectIds;
            check.require(
                    ids.size() <= MOST_OBJECTS,
                    "spec.target.objectIds",
                    "There are %d objects; at most %d can be listed. Use labels instead."
                            .formatted(ids.size(), MOST_OBJECTS));
            var distinct = new LinkedHashSet<UUID>();
            ids.stream()
                    .limit(MOST_OBJECTS)
                    .forEach(id -> distinct.add(check.id("spec.target.objectIds", id, uuid -> uuid)));
            var cluster = check.<UUID>optionalId("spec.target.clusterId", clusterId, uuid -> uuid);
            return new Target(
                    cluster,
                    List.copyOf(distinct),
                    new java.util.TreeMap<>(check.labels("spec.target.labels", labels)));
        }
    }

    /** The condition, as a client says it. */
    public record ConditionDraft(
            @Schema(implementation = ConditionType.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String type,

            @Nullable String figure,

            @Schema(implementation = Operator.class) @Nullable
            String operator,

            @Nullable Double warning,
            @Nullable Double critical,
            @Nullable Double clearMargin,
            @Nullable String property,
            @Nullable List<@Nullable String> values,

            @Schema(implementation = AlarmSeverity.class) @Nullable
            String severity,

            @Nullable Integer forSeconds,
            @Nullable Integer clearForSeconds) {
        Condition checked(AlarmObjectKind kind, InputCheck check) {
            var kindOf = check.requiredChoice("spec.condition.type", type, ConditionType.class, ConditionType.STATE);
            var made = switch (kindOf) {
                case METRIC -> metric(kind, check);
                case STATE -> state(kind, check);
            };
            return made.held(hold("forSeconds", forSeconds, check), hold("clearForSeconds", clearForSeconds, check));
        }

        private static int hold(String field, @Nullable Integer seconds, InputCheck check) {
            return check.range("spec.condition." + field, seconds == null ? 0 : seconds, 0, LONGEST_HOLD_SECONDS);
        }

        private Condition metric(AlarmObjectKind kind, InputCheck check) {
            var name = check.present("spec.condition.figure", figure, "");
            check.require(
                    AlarmFigure.named(kind, name).isPresent(),
                    "spec.condition.figure",
                    "spec.condition.figure of a %s must be one of %s.".formatted(kind, AlarmFigure.namesOf(kind)));
            check.require(
                    property == null && (values == null || values.isEmpty()) && severity == null,
                    "spec.condition",
                    "A METRIC condition has no property, values or severity: its limits say how bad it is.");
            check.require(
                    warning != null || critical != null,
                    "spec.condition.warning",
                    "A METRIC condition needs spec.condition.warning, spec.condition.critical, or both.");
            var side = check.choice("spec.condition.operator", operator, Operator.class, Operator.ABOVE);
            var mild = number("warning", warning, -MOST, check);
            var bad = number("critical", critical, -MOST, check);
            if (mild != null && bad != null) {
                check.require(
                        side == Operator.ABOVE ? bad > mild : bad < mild,
                        "spec.condition.critical",
                        "spec.condition.critical (%s) must be %s spec.condition.warning (%s)."
                                .formatted(bad, side == Operator.ABOVE ? "above" : "below", mild));
            }
            var margin = number("clearMargin", clearMargin == null ? Double.valueOf(0) : clearMargin, 0, check);
            return new Condition(
                    ConditionType.METRIC,
                    name,
                    side,
                    mild,
                    bad,
                    margin == null ? 0 : margin,
                    null,
                    List.of(),
                    null,
                    0,
                    0);
        }

        private static @Nullable Double number(String field, @Nullable Double value, double least, InputCheck check) {
            if (value == null) {
                return null;
            }
            var valid = value >= least && value <= MOST;
            check.require(
                    valid,
                    "spec.condition." + field,
                    "spec.condition.%s is %s; it must be between %s and %s.".formatted(field, value, least, MOST));
            return valid ? value : Double.valueOf(0);
        }

        private Condition state(AlarmObjectKind kind, InputCheck check) {
            var name = check.present("spec.condition.property", property, "");
            var known = StateProperty.named(kind, name);
            check.require(
                    known.isPresent(),
                    "spec.condition.property",
                    "spec.condition.property of a %s must be one of %s.".formatted(kind, StateProperty.namesOf(kind)));
            check.require(
                    figure == null
                            && operator == null
                            && warning == null
                            && critical == null
                            && (clearMargin == null || clearMargin == 0),
                    "spec.condition",
                    "A STATE condition has no figure, operator or limits: it holds or it does not.");
            var wanted = values == null ? List.<@Nullable String>of() : values;
            check.require(
                    wanted.size() <= MOST_VALUES,
                    "spec.condition.values",
                    "There are %d values; at most %d are used.".formatted(wanted.size(), MOST_VALUES));
            var codes = wanted.stream()
                    .limit(MOST_VALUES)
                    .map(value -> known.map(state -> value(state, value, check)).orElse(""))
                    .distinct()
                    .toList();
            check.require(
                    !codes.isEmpty()
                            || known.filter(state -> state.known().isEmpty()).isPresent(),
                    "spec.condition.values",
                    "spec.condition.values must name at least one state.");
            var how = check.choice("spec.condition.severity", severity, AlarmSeverity.class, AlarmSeverity.WARNING);
            return new Condition(ConditionType.STATE, null, null, null, null, 0, name, codes, how, 0, 0);
        }

        private static String value(StateProperty state, @Nullable String value, InputCheck check) {
            var code = value == null ? "" : value;
            var fits = state.known().isEmpty()
                    ? CODE.matcher(code).matches()
                    : state.known().contains(code);
            check.require(
                    fits,
                    "spec.condition.values",
                    state.known().isEmpty()
                            ? "A value must be a code such as LONE_HOST."
                            : "Each value must be one of %s.".formatted(state.known()));
            return fits ? code : "";
        }
    }
}
