package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmChange;
import io.atoll.manager.alarm.AlarmClearCause;
import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.definition.Condition.ConditionType;
import io.atoll.manager.alarm.internal.notify.NotificationQueue;
import io.atoll.manager.alarm.internal.view.AlarmViews;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.platform.Ids;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes what was decided, with its event and its notifications, in the caller's transaction. */
@Component
class AlarmBook {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final AlarmViews views;
    private final Events events;
    private final NotificationQueue queue;
    private final Ids ids;

    AlarmBook(JdbcClient jdbc, AlarmViews views, Events events, NotificationQueue queue, Ids ids) {
        this.jdbc = jdbc;
        this.views = views;
        this.events = events;
        this.queue = queue;
        this.ids = ids;
    }

    List<Standing> standing() {
        return jdbc.sql("""
                select id, definition_id, object_kind, object_id, topic, severity, detail, muted,
                       no_data_since is not null as no_data
                  from alarm where state <> 'CLEARED' or muted order by id""")
                .query((columns, _) -> {
                    var row = new Row(columns);
                    var definition = row.uuidOrNull("definition_id");
                    var kind = AlarmObjectKind.valueOf(row.text("object_kind"));
                    return new Standing(
                            row.uuid("id"),
                            definition == null
                                    ? null
                                    : new AlarmKey(definition, kind, row.uuid("object_id"), row.text("topic")),
                            AlarmSeverity.valueOf(row.text("severity")),
                            row.text("detail"),
                            row.flag("no_data"),
                            row.flag("muted"));
                })
                .list();
    }

    void write(Decision decision, Instant now) {
        switch (decision) {
            case Decision.Raise raise -> raise(raise, now);
            case Decision.Regrade(var alarm, var severity, var text) -> regrade(alarm, severity, text, now);
            case Decision.Reword(var alarm, var text) -> {
                var changed = jdbc.sql("""
                        update alarm set detail = :detail, parameters = :parameters::jsonb, revision = revision + 1
                         where id = :id and state <> 'CLEARED'""")
                        .param("id", alarm)
                        .param("detail", text.detail())
                        .param("parameters", JSON.writeValueAsString(text.parameters()))
                        .update();
                publish(alarm, changed, Change.CHANGED);
            }
            case Decision.Clear(var alarm, var cause) -> clear(alarm, cause, null, null, now);
            case Decision.Unmute(var alarm) ->
                jdbc.sql("update alarm set muted = false where id = :id")
                        .param("id", alarm)
                        .update();
            case Decision.Sight(var alarm, var noData) -> {
                var changed = jdbc.sql("""
                        update alarm set no_data_since = :since, revision = revision + 1
                         where id = :id and state <> 'CLEARED'""")
                        .param("id", alarm)
                        .param("since", noData ? at(now) : null)
                        .update();
                publish(alarm, changed, Change.CHANGED);
            }
        }
    }

    private void raise(Decision.Raise raise, Instant now) {
        var id = ids.next();
        var object = raise.object();
        var text = raise.text();
        var made = jdbc.sql("""
                insert into alarm (id, revision, definition_id, definition_name, object_kind, object_id, object_name, object_labels,
                                   cluster_id, topic, state, severity, worst_severity, code, parameters, detail, value, threshold,
                                   unit, raised_at, changed_at, clears_by_itself)
                select :id, 0, d.id, d.name, :kind, :object, :name, :labels::jsonb, :cluster, :topic, 'RAISED', :severity,
                       :severity, :code, :parameters::jsonb, :detail, :value, :threshold, :unit, :now, :now, :byItself
                  from alarm_definition d where d.id = :definition and d.revision = :revision
                on conflict (definition_id, object_kind, object_id, topic) where state <> 'CLEARED' or muted do nothing""")
                .param("id", id)
                .param("definition", raise.definition().id())
                .param("revision", raise.definition().revision())
                .param("kind", object.kind().name())
                .param("object", object.id())
                .param("name", object.name())
                .param("labels", JSON.writeValueAsString(object.labels()))
                .param("cluster", object.clusterId())
                .param("topic", raise.topic())
                .param("severity", raise.severity().name())
                .param("byItself", raise.definition().condition().type() == ConditionType.METRIC)
                .params(words(text))
                .param("now", at(now))
                .update();
        publish(id, made, Change.CREATED);
        tell(id, made, AlarmChange.RAISED);
    }

    /** Worse news want to be seen by somebody again. */
    private void regrade(UUID alarm, AlarmSeverity severity, AlarmText text, Instant now) {
        var worse = severity == AlarmSeverity.CRITICAL;
        var changed = jdbc.sql("""
                update alarm set severity = :severity, code = :code, parameters = :parameters::jsonb, detail = :detail,
                       value = :value, threshold = :threshold, unit = :unit, changed_at = :now, revision = revision + 1,
                       worst_severity = case when :worse then 'CRITICAL' else worst_severity end,
                       state = case when :worse then 'RAISED' else state end,
                       acknowledged_at = case when :worse then null else acknowledged_at end,
                       acknowledged_by = case when :worse then null else acknowledged_by end,
                       acknowledged_note = case when :worse then null else acknowledged_note end
                 where id = :id and state <> 'CLEARED'""")
                .param("id", alarm)
                .param("severity", severity.name())
                .param("worse", worse)
                .params(words(text))
                .param("now", at(now))
                .update();
        publish(alarm, changed, Change.CHANGED);
        tell(alarm, changed, worse ? AlarmChange.ESCALATED : AlarmChange.EASED);
    }

    private static Map<String, ?> words(AlarmText text) {
        var words = new java.util.HashMap<String, @Nullable Object>();
        words.put("code", text.code());
        words.put("parameters", JSON.writeValueAsString(text.parameters()));
        words.put("detail", text.detail());
        words.put("value", text.value());
        words.put("threshold", text.threshold());
        words.put("unit", text.unit());
        return words;
    }

    /** @param by null: it ended by itself */
    void clear(UUID alarm, AlarmClearCause cause, @Nullable String by, @Nullable String note, Instant now) {
        var changed = jdbc.sql("""
                update alarm set state = 'CLEARED', cleared_at = :now, changed_at = :now, cleared_cause = :cause,
                       cleared_by = :by, cleared_note = :note, muted = :muted, no_data_since = null, revision = revision + 1
                 where id = :id and state <> 'CLEARED'""")
                .param("id", alarm)
                .param("cause", cause.name())
                .param("by", by)
                .param("note", note)
                .param("muted", cause == AlarmClearCause.BY_HAND)
                .param("now", at(now))
                .update();
        publish(alarm, changed, Change.CHANGED);
        tell(alarm, changed, AlarmChange.CLEARED);
    }

    void acknowledge(UUID alarm, String by, String note, Instant now) {
        var changed = jdbc.sql("""
                update alarm set state = 'ACKNOWLEDGED', acknowledged_at = :now, changed_at = :now, acknowledged_by = :by,
                       acknowledged_note = :note, revision = revision + 1
                 where id = :id and state = 'RAISED'""")
                .param("id", alarm)
                .param("by", by)
                .param("note", note)
                .param("now", at(now))
                .update();
        publish(alarm, changed, Change.CHANGED);
        tell(alarm, changed, AlarmChange.ACKNOWLEDGED);
    }

    void sight(UUID definition, AlarmRound.Sight sight) {
        jdbc.sql("""
                insert into alarm_definition_sight (definition_id, objects, objects_without_data)
                select d.id, :objects, :withoutData from alarm_definition d where d.id = :id
                on conflict (definition_id) do update
                   set objects = excluded.objects, objects_without_data = excluded.objects_without_data""")
                .param("id", definition)
                .param("objects", sight.objects())
                .param("withoutData", sight.withoutData())
                .update();
    }

    private void publish(UUID alarm, int rows, Change change) {
        if (rows > 0) {
            views.find(alarm, _ -> true)
                    .ifPresent(view -> events.publish(
                            AlarmViews.KIND, alarm.toString(), view.definitionName(), view.revision(), change, view));
        }
    }

    private void tell(UUID alarm, int rows, AlarmChange change) {
        if (rows > 0) {
            views.find(alarm, _ -> false).ifPresent(view -> queue.offer(view, change));
        }
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
