package io.atoll.manager.alarm.internal.definition;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.internal.definition.DefinitionDraft.ConditionDraft;
import io.atoll.manager.alarm.jpa.AlarmDefinitionStore;
import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and deletes definitions. What stands of a definition that is gone, the leader clears at its next look. */
@Service
@Transactional
public class DefinitionService {
    /** Each is judged for each of its objects every ten seconds. */
    private static final int MOST_DEFINITIONS = 200;

    private final AlarmDefinitionStore store;
    private final DefinitionViews views;
    private final Events events;
    private final Ids ids;
    private final Clock clock;

    DefinitionService(AlarmDefinitionStore store, DefinitionViews views, Events events, Ids ids, Clock clock) {
        this.store = store;
        this.views = views;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    public UUID create(NamingPatch name, @Nullable String kind, DefinitionDraft draft) {
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var of = check.requiredChoice("spec.objectKind", kind, AlarmObjectKind.class, AlarmObjectKind.HOST);
        var target = draft.target() == null ? Target.ALL : draft.target().checked(check);
        var said = draft.condition();
        check.require(said != null, "spec.condition", "spec.condition is required.");
        var condition = (said == null ? nothing() : said).checked(of, said == null ? new InputCheck() : check);
        check.done();
        if (store.all().size() >= MOST_DEFINITIONS) {
            throw new AtollException(
                    ErrorCode.LIMIT_REACHED,
                    "There are %d alarm definitions, the most that are watched. Delete one first."
                            .formatted(MOST_DEFINITIONS));
        }
        var now = clock.instant();
        var definition = new AlarmDefinition(
                ids.next(),
                naming,
                0,
                now,
                now,
                draft.enabled() == null || draft.enabled(),
                of,
                target,
                condition,
                null);
        insert(definition);
        return definition.id();
    }

    void insert(AlarmDefinition definition) {
        ConstraintGuard.unique("alarm definition", definition.name(), () -> store.insert(definition));
        publish(definition.id(), Change.CREATED);
    }

    private static ConditionDraft nothing() {
        return new ConditionDraft(null, null, null, null, null, null, null, null, null, null, null);
    }

    public void change(UUID id, IfMatch ifMatch, NamingPatch name, @Nullable String kind, DefinitionDraft draft) {
        var before = store.lock(id).orElseThrow(() -> notFound(id));
        ifMatch.require(before.revision());
        var check = new InputCheck();
        check.require(
                kind == null || kind.equals(before.objectKind().name()),
                "spec.objectKind",
                "spec.objectKind is %s and cannot be changed. Make another definition.".formatted(before.objectKind()));
        var after = before.changed(
                name.applyTo(before.naming(), check),
                draft.enabled() == null ? before.enabled() : draft.enabled(),
                draft.target() == null ? before.target() : draft.target().checked(check),
                draft.condition() == null
                        ? before.condition()
                        : draft.condition().checked(before.objectKind(), check));
        check.done();
        ConstraintGuard.unique("alarm definition", after.name(), () -> store.update(id, _ -> after))
                .ifPresent(_ -> publish(id, Change.CHANGED));
    }

    public void delete(UUID id, IfMatch ifMatch) {
        var before = store.lock(id).orElseThrow(() -> notFound(id));
        ifMatch.require(before.revision());
        store.delete(id);
        events.publish(DefinitionViews.KIND, id.toString(), before.name(), before.revision() + 1, Change.DELETED, null);
    }

    private void publish(UUID id, Change change) {
        views.find(id, _ -> true).ifPresent(view -> {
            var metadata = view.metadata();
            events.publish(DefinitionViews.KIND, id.toString(), metadata.name(), metadata.revision(), change, view);
        });
    }

    private static AtollException notFound(UUID id) {
        return new AtollException(
                ErrorCode.ALARM_DEFINITION_NOT_FOUND, "There is no alarm definition %s.".formatted(id));
    }
}
