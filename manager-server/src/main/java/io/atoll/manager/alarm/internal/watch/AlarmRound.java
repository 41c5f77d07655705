package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmClearCause;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.definition.AlarmDefinition;
import io.atoll.manager.alarm.internal.definition.Condition;
import io.atoll.manager.alarm.internal.definition.Condition.ConditionType;
import io.atoll.manager.alarm.internal.definition.StateProperty;
import io.atoll.manager.alarm.internal.engine.Reading;
import io.atoll.manager.alarm.internal.engine.Watched;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything: facts and what was known before in, decisions out. Pure. What stands is compared with what should
 * stand, so what could not be written last time, or was cleared by somebody meanwhile, is simply decided again.
 */
final class AlarmRound {
    private final Facts facts;
    private final Map<AlarmKey, Remembered> before;
    private final Map<AlarmKey, Standing> standing = new HashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final SortedMap<AlarmKey, Remembered> after = new TreeMap<>();
    private final SortedMap<UUID, Sight> sights = new TreeMap<>();

    private AlarmRound(Facts facts, Map<AlarmKey, Remembered> before) {
        this.facts = facts;
        this.before = before;
        for (var alarm : facts.standing()) {
            if (alarm.key() != null) {
                standing.put(alarm.key(), alarm);
            }
        }
    }

    /** Everything that is looked at. */
    record Facts(List<AlarmDefinition> definitions, List<WatchedObject> objects, List<Standing> standing, Instant now) {
        Facts {
            definitions = List.copyOf(definitions);
            objects = List.copyOf(objects);
            standing = List.copyOf(standing);
        }
    }

    /** What is kept from one look to the next; of an older revision of the definition it is worth nothing. */
    record Remembered(long revision, Watched watched) {}

    /** How many objects a definition watches, and of how many there is no data. */
    record Sight(int objects, int withoutData) {}

    /** What comes of a look. */
    record Outcome(
            List<Decision> decisions, SortedMap<AlarmKey, Remembered> remembered, SortedMap<UUID, Sight> sights) {
        Outcome {
            decisions = List.copyOf(decisions);
            remembered = Collections.unmodifiableSortedMap(remembered);
            sights = Collections.unmodifiableSortedMap(sights);
        }
    }

    static Outcome look(Facts facts, Map<AlarmKey, Remembered> before) {
        var round = new AlarmRound(facts, before);
        for (var definition : facts.definitions()) {
            if (definition.enabled()) {
                round.look(definition);
            }
        }
        round.clearTheRest();
        return new Outcome(round.decisions, round.after, round.sights);
    }

    private void look(AlarmDefinition definition) {
        int objects = 0;
        int withoutData = 0;
        for (var object : facts.objects()) {
            var identity = object.identity();
            if (identity.kind() == definition.objectKind()
                    && !isOld(definition, object)
                    && definition.target().covers(identity.id(), identity.clusterId(), identity.labels())) {
                objects++;
                withoutData += look(definition, object) ? 0 : 1;
            }
        }
        sights.put(definition.id(), new Sight(objects, withoutData));
    }

    /** What was over before anybody wanted to know of it is no news; unless an alarm of it stands. */
    private boolean isOld(AlarmDefinition definition, WatchedObject object) {
        var happened = object.happenedAt();
        return happened != null
                && happened.isBefore(definition.updatedAt())
                && !standing.containsKey(new AlarmKey(definition.id(), definition.objectKind(), object.id(), ""));
    }

    /** Answers whether there is data about it. */
    private boolean look(AlarmDefinition definition, WatchedObject object) {
        var condition = definition.condition();
        if (condition.type() == ConditionType.METRIC) {
            return judge(definition, object, "", metric(definition, object), null);
        }
        var property = condition.propertyOf(definition.objectKind());
        if (property == StateProperty.HA_CONCERN) {
            concerns(definition, object);
            return true;
        }
        var holds = condition.values().contains(object.states().getOrDefault(property, ""));
        return judge(definition, object, "", new Reading.Value(holds ? Condition.HOLDS : 0, facts.now()), null);
    }

    private Reading metric(AlarmDefinition definition, WatchedObject object) {
        var figure = definition.condition().figureOf(definition.objectKind());
        var known = object.figures().get(figure);
        if (known != null) {
            return new Reading.Value(known.value(), known.at());
        }
        return object.idle() && figure.sample() != null ? new Reading.Inapplicable() : new Reading.Missing();
    }

    /** Those that are said now, and those that were said before and have to be counted out. */
    private void concerns(AlarmDefinition definition, WatchedObject object) {
        var said = new HashMap<String, WatchedObject.Concern>();
        var wanted = definition.condition().values();
        for (var concern : object.concerns()) {
            if (wanted.isEmpty() || wanted.contains(concern.code())) {
                said.put(concern.topic(), concern);
            }
        }
        var topics = new TreeSet<>(said.keySet());
        List.of(before.keySet(), standing.keySet())
                .forEach(keys -> keys.stream()
                        .filter(key -> key.definition().equals(definition.id())
                                && key.object().equals(object.id()))
                        .map(AlarmKey::topic)
                        .forEach(topics::add));
        for (var topic : topics) {
            var concern = said.get(topic);
            double value = concern == null ? 0 : concern.blocks() ? Condition.BLOCKS : Condition.HOLDS;
            judge(definition, object, topic, new Reading.Value(value, facts.now()), concern);
        }
    }

    private boolean judge(
            AlarmDefinition definition,
            WatchedObject object,
            String topic,
            Reading reading,
            WatchedObject.@Nullable Concern concern) {
        var key = new AlarmKey(definition.id(), definition.objectKind(), object.id(), topic);
        var stands = standing.remove(key);
        var known = before.get(key);
        var last = known == null || known.revision() != definition.revision()
                ? Watched.standing(stands == null || stands.muted() ? null : stands.severity())
                : known.watched();
        var now = last.next(definition.condition().limits(), reading, facts.now());
        if (now.severity() != null || concern != null || topic.isEmpty()) {
            after.put(key, new Remembered(definition.revision(), now));
        }
        decide(new Judged(definition, object, topic, reading, concern), now, stands);
        return !now.hasNoData();
    }

    /** What one object's condition was judged by. */
    private record Judged(
            AlarmDefinition definition,
            WatchedObject object,
            String topic,
            Reading reading,
            WatchedObject.@Nullable Concern concern) {
        /** Whether the words of a standing alarm may change while it stands. */
        boolean hasReason() {
            var condition = definition.condition();
            return condition.type() == ConditionType.STATE
                    && object.reasons().containsKey(condition.propertyOf(definition.objectKind()));
        }

        AlarmText text(AlarmSeverity severity) {
            if (concern != null) {
                return AlarmText.of(object, concern);
            }
            var value = reading instanceof Reading.Value(var read, var _) ? read : 0;
            return AlarmText.of(definition, object, value, severity);
        }
    }

    private void decide(Judged judged, Watched now, @Nullable Standing stands) {
        var severity = now.severity();
        if (judged.reading instanceof Reading.Missing) {
            stays(judged, now, stands); // nothing is raised or cleared on what nobody knows
        } else if (stands == null) {
            if (severity != null) {
                decisions.add(new Decision.Raise(
                        judged.definition, judged.object.identity(), judged.topic, severity, judged.text(severity)));
            }
        } else if (stands.muted()) {
            if (severity == null) {
                decisions.add(new Decision.Unmute(stands.id()));
            }
        } else if (severity == null) {
            decisions.add(new Decision.Clear(
                    stands.id(),
                    judged.reading instanceof Reading.Inapplicable
                            ? AlarmClearCause.NOT_APPLICABLE
                            : AlarmClearCause.CONDITION_OVER));
        } else if (severity != stands.severity()) {
            decisions.add(new Decision.Regrade(stands.id(), severity, judged.text(severity)));
        } else {
            stays(judged, now, stands);
        }
    }

    private void stays(Judged judged, Watched now, @Nullable Standing stands) {
        if (stands == null || stands.muted()) {
            return;
        }
        if (now.hasNoData() != stands.noData()) {
            decisions.add(new Decision.Sight(stands.id(), now.hasNoData()));
        }
        if (judged.concern != null || judged.hasReason()) {
            var text = judged.text(stands.severity());
            if (!text.detail().equals(stands.detail())) {
                decisions.add(new Decision.Reword(stands.id(), text));
            }
        }
    }

    /** What stands and was not looked at has lost its definition, its object, or the bond between them. */
    private void clearTheRest() {
        for (var alarm : facts.standing()) {
            var key = alarm.key();
            if (key != null && !standing.containsKey(key)) {
                continue;
            }
            decisions.add(
                    alarm.muted()
                            ? new Decision.Unmute(alarm.id())
                            : new Decision.Clear(
                                    alarm.id(), key == null ? AlarmClearCause.DEFINITION_GONE : cause(key)));
        }
    }

    private AlarmClearCause cause(AlarmKey key) {
        for (var definition : facts.definitions()) {
            if (definition.id().equals(key.definition())) {
                if (!definition.enabled()) {
                    return AlarmClearCause.DEFINITION_DISABLED;
                }
                var there = facts.objects().stream()
                        .anyMatch(object -> object.identity().kind() == key.kind()
                                && object.id().equals(key.object()));
                return there ? AlarmClearCause.NOT_TARGETED : AlarmClearCause.OBJECT_GONE;
            }
        }
        return AlarmClearCause.DEFINITION_GONE;
    }
}
