package io.atoll.manager.event.internal;

import io.atoll.manager.event.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of the outbox. */
@Repository
public class Outbox {
    /** The channel on which Postgres tells every manager that there is something new. */
    static final String CHANNEL = "atoll_event";

    /** The text of the transaction's number has a name of its own: "order by txid" would else mean the text. */
    private static final String COLUMNS =
            "txid::text as txid_text, position, id, kind, object_id, object_name, revision, change, occurred_at, object";

    /** Events before this are final: every transaction that could still write one in front of them has ended. */
    private static final String SETTLED = "txid < pg_snapshot_xmin(pg_current_snapshot())";

    private final JdbcClient jdbc;

    Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Appends in the caller's transaction and wakes the readers when it commits. */
    void append(
            UUID id,
            String kind,
            String objectId,
            String name,
            long revision,
            Change change,
            Instant at,
            @Nullable String objectJson) {
        jdbc.sql("""
                insert into event (id, kind, object_id, object_name, revision, change, occurred_at, object)
                values (:id, :kind, :objectId, :name, :revision, :change, :at, cast(:object as json))""")
                .param("id", id)
                .param("kind", kind)
                .param("objectId", objectId)
                .param("name", name)
                .param("revision", revision)
                .param("change", change.name())
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("object", objectJson)
                .update();
        jdbc.sql("select pg_notify('" + CHANNEL + "', '')")
                .query((row, index) -> 0)
                .single();
    }

    /** Settled events after {@code position}, in order. */
    List<StoredEvent> after(EventPosition position, int limit) {
        return jdbc.sql("select " + COLUMNS
                        + " from event where (txid, position) > (cast(:txid as xid8), :position) and " + SETTLED
                        + " order by txid, position limit :limit")
                .param("txid", Long.toString(position.txid()))
                .param("position", position.position())
                .param("limit", limit)
                .query(Outbox::read)
                .list();
    }

    /** Whether anything lies after {@code position}, settled or not. */
    boolean hasMore(EventPosition position) {
        return jdbc.sql("select exists (select 1 from event where (txid, position) > (cast(:txid as xid8), :position))")
                .param("txid", Long.toString(position.txid()))
                .param("position", position.position())
                .query(Boolean.class)
                .single();
    }

    /** The newest settled event, where a stream without a past begins. */
    EventPosition newest() {
        return jdbc.sql("select txid::text as txid_text, position from event where " + SETTLED
                        + " order by txid desc, position desc limit 1")
                .query(Outbox::position)
                .optional()
                .orElseGet(() -> removed().orElse(EventPosition.START));
    }

    /** The newest event that retention removed. */
    Optional<EventPosition> removed() {
        return jdbc.sql("select txid::text as txid_text, position from event_removed")
                .query(Outbox::position)
                .optional();
    }

    /** History, newest first, before {@code position} when given. */
    List<StoredEvent> history(@Nullable EventPosition before, @Nullable String kind, @Nullable String id, int limit) {
        return jdbc.sql("select " + COLUMNS + " from event where " + SETTLED
                        + " and (cast(:txid as text) is null or (txid, position) < (cast(cast(:txid as text) as xid8), :position))"
                        + " and (cast(:kind as text) is null or kind = :kind)"
                        + " and (cast(:objectId as text) is null or object_id = :objectId)"
                        + " order by txid desc, position desc limit :limit")
                .param("txid", before == null ? null : Long.toString(before.txid()))
                .param("position", before == null ? 0L : before.position())
                .param("kind", kind)
                .param("objectId", id)
                .param("limit", limit)
                .query(Outbox::read)
                .list();
    }

    long count(@Nullable String kind, @Nullable String id) {
        return jdbc.sql("select count(*) from event where (cast(:kind as text) is null or kind = :kind)"
                        + " and (cast(:objectId as text) is null or object_id = :objectId)")
                .param("kind", kind)
                .param("objectId", id)
                .query(Long.class)
                .single();
    }

    /**
     * Removes the oldest events, as far as they happened before {@code limit}, and remembers up to where; wants the caller's
     * transaction. Answers how many were removed, about {@code batch} at most.
     */
    int removeBefore(Instant limit, int batch) {
        int marked = jdbc.sql("""
                insert into event_removed (txid, position)
                select txid, position from (
                    select txid, position from event where occurred_at < :limit order by txid, position limit :batch) old
                order by txid desc, position desc limit 1
                on conflict (singleton) do update set txid = excluded.txid, position = excluded.position""")
                .param("limit", OffsetDateTime.ofInstant(limit, ZoneOffset.UTC))
                .param("batch", batch)
                .update();
        if (marked == 0) {
            return 0;
        }
        return jdbc.sql("""
                delete from event e using event_removed r
                where (e.txid, e.position) <= (r.txid, r.position)""").update();
    }

    private static EventPosition position(ResultSet row, int index) throws SQLException {
        return new EventPosition(Long.parseLong(row.getString("txid_text")), row.getLong("position"));
    }

    private static StoredEvent read(ResultSet row, int index) throws SQLException {
        return new StoredEvent(
                position(row, index),
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("object_id"),
                row.getString("object_name"),
                row.getLong("revision"),
                Change.valueOf(row.getString("change")),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("object"));
    }
}
