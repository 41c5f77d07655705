package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.facts.Incident;
import io.atoll.ha.zk.facts.Incident.Moment;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code ha_incident}. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class IncidentStore {
    /** The word with which agents tell that a host is proved dead. */
    private static final String PROVED = "PROVED";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final IncidentViews views;
    private final Events events;
    private final Clock clock;

    IncidentStore(JdbcClient jdbc, IncidentViews views, Events events, Clock clock) {
        this.jdbc = jdbc;
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Takes an incident as ZooKeeper has it now. Taken again it changes nothing, and one that is known to be further than that
     * stays so.
     */
    void take(Incident incident) {
        var timeline = incident.timeline();
        if (timeline.isEmpty()) {
            return;
        }
        var moments = timeline.size() + incident.leftOut();
        var known = jdbc.sql("select moment_count, ended from ha_incident where id = :id for update")
                .param("id", incident.id())
                .query((row, _) -> new Known(row.getInt("moment_count"), row.getBoolean("ended")))
                .optional();
        if (known.filter(before ->
                        before.moments > moments || (before.moments == moments && before.ended == incident.ended()))
                .isPresent()) {
            return;
        }
        write(incident, moments);
        views.find(incident.id())
                .ifPresent(view -> events.publish(
                        "incident",
                        incident.id().toString(),
                        view.kind(),
                        view.revision(),
                        known.isPresent() ? Change.CHANGED : Change.CREATED,
                        view));
    }

    private record Known(int moments, boolean ended) {}

    private void write(Incident incident, int moments) {
        var timeline = incident.timeline();
        var started = timeline.stream().map(Moment::at).min(Instant::compareTo).orElseThrow();
        var last = timeline.stream().map(Moment::at).max(Instant::compareTo).orElseThrow();
        jdbc.sql("""
                insert into ha_incident (id, kind, cluster_id, host_id, host_name, proof, started_at, last_at, ended, timeline,
                                         moment_count, left_out, revision, updated_at)
                select :id, :kind, coalesce(h.cluster_id, c.id), :host, coalesce(h.name, ''), :proof, :started, :last, :ended,
                       :timeline::jsonb, :moments, :leftOut, 0, :now
                  from (select 1) as one left join host h on h.id = :host left join cluster c on c.id = :cluster
                on conflict (id) do update
                   set proof = excluded.proof, last_at = excluded.last_at, ended = excluded.ended,
                       timeline = excluded.timeline, moment_count = excluded.moment_count, left_out = excluded.left_out,
                       revision = ha_incident.revision + 1, updated_at = excluded.updated_at
                """)
                .param("id", incident.id())
                .param("kind", incident.kind())
                .param("cluster", incident.cluster().value())
                .param("host", incident.host() == null ? null : incident.host().value(), Types.OTHER)
                .param("proof", proof(incident))
                .param("started", at(started))
                .param("last", at(last))
                .param("ended", incident.ended())
                .param("timeline", JSON.writeValueAsString(timeline))
                .param("moments", moments)
                .param("leftOut", incident.leftOut())
                .param("now", at(clock.instant()))
                .update();
    }

    private static String proof(Incident incident) {
        return incident.timeline().stream()
                .filter(moment -> moment.what().equals(PROVED))
                .map(Moment::text)
                .findFirst()
                .orElse("");
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
