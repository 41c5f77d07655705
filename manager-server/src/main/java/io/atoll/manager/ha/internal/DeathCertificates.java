package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.Evidence;
import io.atoll.ha.zk.facts.EvidenceRegistry;
import io.atoll.ha.zk.lease.Fence;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.audit.AuditLog;
import io.atoll.manager.ha.HaSight.Seen;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostDeaths;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.HostId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Somebody's word that a host is off. It is a proof to the agents, which then wait for nothing: so it is taken only where
 * nothing speaks against it, and holds for the run of the host that is over, never for the next.
 */
@Component
public class DeathCertificates implements HostDeaths {
    private final Inventory inventory;
    private final HaDoubt doubt;
    private final AgentLink agents;
    private final EvidenceRegistry evidence;
    private final AuditLog audit;
    private final JdbcClient jdbc;
    private final Clock clock;

    DeathCertificates(
            Inventory inventory,
            HaDoubt doubt,
            AgentLink agents,
            EvidenceRegistry evidence,
            AuditLog audit,
            JdbcClient jdbc,
            Clock clock) {
        this.inventory = inventory;
        this.doubt = doubt;
        this.agents = agents;
        this.evidence = evidence;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Whether the host's agent answers now, to be given to {@link #require}. It may take two seconds, so nobody asks who holds a
     * transaction.
     */
    public boolean agentAnswers(HostId id) {
        return agents.answers(id);
    }

    /**
     * The host, where its death can be confirmed by somebody who typed its name.
     *
     * @param agentAnswers asked a moment ago, not read: what is stored may be from before its death, or from before its return
     */
    public Host require(HostId id, String typedName, boolean agentAnswers) {
        var host = inventory
                .host(id)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
        if (!host.name().equals(typedName)) {
            throw AtollException.invalid(
                    "hostName",
                    "hostName must be the name of the host, exactly as it is written: what is confirmed cannot be taken back.");
        }
        if (doubt.seen().isEmpty()) {
            throw unreadable();
        }
        if (agentAnswers) {
            throw alive(host, "its agent answers the manager");
        }
        overRun(host);
        return host;
    }

    @Override
    public boolean mayBeConfirmed(HostId id) {
        try {
            return inventory.host(id).map(this::overRun).isPresent();
        } catch (AtollException _) {
            return false; // that is the very refusal somebody would get
        }
    }

    /** Tells the agents. Repeatable. */
    public void confirm(Host host, String note, Caller caller) {
        var run = overRun(host);
        try {
            evidence.give(new Evidence(
                    host.id(),
                    run.bootId,
                    run.beatVersion,
                    Evidence.Kind.OPERATOR_SAYS_OFF,
                    caller.name(),
                    note,
                    clock.instant()));
        } catch (ZookeeperUnavailableException _) {
            throw unreadable();
        }
        audit.record(
                caller.name(),
                caller.address(),
                "host.confirm-dead",
                "host/" + host.id(),
                "OK",
                "%s said that host %s is off (boot %s). %s".formatted(caller.name(), host.name(), run.bootId, note));
    }

    @Override
    public Telling poweredOff(PoweredOff statement) {
        var host = inventory.host(statement.host());
        if (host.isEmpty()) {
            return new Telling.Needless("The host is gone.");
        }
        try {
            return tell(statement, host.get());
        } catch (AtollException e) {
            var why = String.valueOf(e.getMessage());
            return e.code() == ErrorCode.HOST_ALIVE || e.code() == ErrorCode.NOT_READY
                    ? new Telling.NotYet(why)
                    : new Telling.Needless(why);
        }
    }

    /** Only about the run that was switched off: a host that has booted since lives, whatever was seen of its power before. */
    private Telling tell(PoweredOff statement, Host host) {
        var run = overRun(host);
        if (run.beatVersion == Evidence.NO_BEAT) {
            return new Telling.Needless("Host %s has not beaten in ZooKeeper.".formatted(host.name()));
        }
        if (!run.bootId.equals(statement.bootId())) {
            return new Telling.Needless("Host %s was switched off in its boot %s, but its last beat is of boot %s."
                    .formatted(host.name(), statement.bootId(), run.bootId));
        }
        try {
            evidence.give(new Evidence(
                    host.id(),
                    run.bootId,
                    run.beatVersion,
                    Evidence.Kind.POWER_CONFIRMED_OFF,
                    statement.by(),
                    statement.detail(),
                    clock.instant()));
        } catch (ZookeeperUnavailableException _) {
            throw unreadable();
        }
        audit.record(
                statement.by(),
                "",
                "host.power-confirmed-off",
                "host/" + host.id(),
                "OK",
                "HA was told that host %s is off (boot %s). %s".formatted(host.name(), run.bootId, statement.detail()));
        return new Telling.Told();
    }

    /** The run of the host that is over. Refused where anything says that it is not. */
    private Run overRun(Host host) {
        var seen = doubt.seen().orElseThrow(this::unreadable);
        var fence = seen.facts().fences().get(host.id());
        if (fence != null && !fence.isOpen()) {
            throw takenOver(host, fence);
        }
        if (HaAlarms.beats(seen, host.id())) {
            throw alive(host, "it renews its beat in ZooKeeper, or did so a moment ago");
        }
        lastWord(host.id()).filter(DeathCertificates::saysAlive).ifPresent(_ -> {
            throw alive(host, "the other hosts see it write to a shared pool");
        });
        return known(host, seen)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_WRONG_STATE,
                        "Host %s has never taken part in HA, so no agent waits for a word about it."
                                .formatted(host.name()),
                        Hint.of("Remove the host, or revoke it, if it will never come back.")));
    }

    /** HA has taken the host's VMs already: a word about it would change nothing. */
    private AtollException takenOver(Host host, Fence fence) {
        var at = takenOverAt(host.id())
                .map(when -> " at " + when.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        var proof = fence.proof() == null || fence.proof().isBlank() ? "a proof that is not told" : fence.proof();
        return new AtollException(
                ErrorCode.HOST_WRONG_STATE,
                "Host %s was already taken over%s, by this proof: %s. There is nothing left to confirm."
                        .formatted(host.name(), at, proof),
                Hint.of("Its incident tells where its VMs have started, and which of them wait and why."));
    }

    /** When the agents told of the takeover that stands; empty while its incident has not been fetched. */
    private Optional<Instant> takenOverAt(HostId host) {
        return jdbc.sql("""
                select moment ->> 'what' as what, moment ->> 'at' as at from ha_incident i
                 cross join lateral jsonb_array_elements(i.timeline) with ordinality as m(moment, place)
                 where i.host_id = :host and moment ->> 'what' in ('TAKEN_OVER', 'HOST_BACK')
                 order by i.started_at desc, place desc limit 1
                """)
                .param("host", host.value())
                .query((row, _) -> row.getString("what").equals("TAKEN_OVER")
                        ? Optional.of(Instant.parse(row.getString("at")))
                        : Optional.<Instant>empty())
                .optional()
                .flatMap(when -> when);
    }

    /** The last sign of a run of a host, to which what is said of it is bound. */
    private record Run(String bootId, int beatVersion) {}

    private static Optional<Run> known(Host host, Seen seen) {
        var beat = seen.beats().get(host.id());
        if (beat != null && !beat.beat().bootId().isEmpty()) {
            return Optional.of(new Run(beat.beat().bootId(), beat.beat().version()));
        }
        return Optional.ofNullable(seen.facts().hosts().get(host.id()))
                .map(facts -> facts.bootId())
                .filter(bootId -> !bootId.isEmpty())
                .map(bootId -> new Run(bootId, Evidence.NO_BEAT));
    }

    /** What the agents said last of the host's channels, in an incident that has not ended. */
    private Optional<String> lastWord(HostId host) {
        return jdbc.sql("""
                select moment ->> 'what' as what from ha_incident i
                 cross join lateral jsonb_array_elements(i.timeline) with ordinality as m(moment, place)
                 where i.host_id = :host and not i.ended
                   and moment ->> 'what' in ('STILL_ALIVE', 'SIGNAL_LOST', 'PROVED', 'TAKEN_OVER')
                 order by i.started_at desc, place desc limit 1
                """)
                .param("host", host.value())
                .query((row, _) -> row.getString("what"))
                .optional();
    }

    private static boolean saysAlive(String what) {
        return what.equals("STILL_ALIVE");
    }

    private static AtollException alive(Host host, String why) {
        return new AtollException(
                ErrorCode.HOST_ALIVE,
                "Host %s cannot be confirmed dead: %s.".formatted(host.name(), why),
                Hint.of(
                        "If it is dead all the same, switch it off at its power and try again once its beat has stood still for %d s. Where HA can tell by time that a host is dead it restarts its VMs by itself; a word is needed where more hosts are silent than the storm guard allows, or where a slot cannot be read."
                                .formatted(HaAlarms.OLDEST_BEAT.toSeconds())));
    }

    private AtollException unreadable() {
        return new AtollException(
                ErrorCode.NOT_READY,
                "Nobody can see now whether the host beats. %s"
                        .formatted(doubt.text().orElse("ZooKeeper does not answer.")),
                Hint.of("Try again when ZooKeeper answers: the agents hear of a death through it alone."));
    }
}
