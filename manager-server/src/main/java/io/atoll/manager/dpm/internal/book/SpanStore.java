package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code dpm_span}: how long hosts were in each state other than awake. */
@Component
public class SpanStore {
    /** A thousand hosts that sleep and wake once a day for four days, or ten hosts for all of 400 days. */
    static final int MOST_ANSWERED = 20_000;

    private final JdbcClient jdbc;
    private final Ids ids;

    SpanStore(JdbcClient jdbc, Ids ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /**
     * How long a host was in a state.
     *
     * @param endedAt null: it is in it still
     */
    public record SpanView(
            UUID hostId,
            String hostName,
            ParkedState state,
            String reason,
            Instant beganAt,
            @Nullable Instant endedAt) {}

    /** Ends what was open and begins this. */
    void begin(ParkedHost host, Instant now) {
        end(host.host(), now);
        jdbc.sql("""
                insert into dpm_span (id, cluster_id, host_id, host_name, state, reason, began_at)
                values (:id, :cluster, :host, :name, :state, :reason, :now)""")
                .param("id", ids.next())
                .param("cluster", host.cluster().value())
                .param("host", host.host().value())
                .param("name", host.name())
                .param("state", host.state().name())
                .param("reason", host.reason())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** A clock that was set back makes no span end before it began. */
    void end(HostId host, Instant now) {
        jdbc.sql("update dpm_span set ended_at = greatest(began_at, :now) where host_id = :host and ended_at is null")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("host", host.value())
                .update();
    }

    /** Those that reach into this time, by host and begin. Refused where they are more than anybody reads. */
    public List<SpanView> between(ClusterId cluster, Instant from, Instant to) {
        var found = jdbc.sql("""
                select * from dpm_span
                 where cluster_id = :cluster and began_at < :to and coalesce(ended_at, :to) > :from
                 order by lower(host_name), host_id, began_at limit :most""")
                .param("cluster", cluster.value())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .param("most", MOST_ANSWERED + 1)
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new SpanView(
                            row.uuid("host_id"),
                            row.text("host_name"),
                            ParkedState.valueOf(row.text("state")),
                            row.text("reason"),
                            row.instant("began_at"),
                            row.instantOrNull("ended_at"));
                })
                .list();
        if (found.size() > MOST_ANSWERED) {
            throw AtollException.invalid(
                    "from",
                    "Hosts slept or were on their way more than %d times between from and to; ask for a shorter time."
                            .formatted(MOST_ANSWERED));
        }
        return found;
    }

    /** When each host was taken back into use last. */
    public SortedMap<HostId, Instant> backSince(ClusterId cluster) {
        var found = new TreeMap<HostId, Instant>();
        jdbc.sql(
                        "select host_id, max(ended_at) as at from dpm_span where cluster_id = :cluster and ended_at is not null"
                                + " group by host_id")
                .param("cluster", cluster.value())
                .query(columns -> {
                    var row = new Row(columns);
                    found.put(new HostId(row.uuid("host_id")), row.instant("at"));
                });
        return found;
    }
}
