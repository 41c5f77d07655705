package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.core.Effort;
import io.atoll.drs.core.PowerPolicy;
import io.atoll.drs.power.PowerOutcome;
import io.atoll.drs.power.PowerRound;
import io.atoll.drs.power.PowerSettings;
import io.atoll.manager.dpm.internal.energy.EnergyMeter;
import io.atoll.manager.dpm.internal.settings.DpmSettings;
import io.atoll.manager.dpm.internal.settings.DpmSettingsStore;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.cluster.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at clusters: reads what is known, asks the scheduler which hosts should sleep and which wake, keeps what it says, and
 * begins to carry it out where the cluster is set so. Nothing is locked while it thinks; what has changed meanwhile is found out
 * when a host is emptied and before it is switched off.
 */
@Component
public class DpmRounds {
    private static final Logger LOG = LoggerFactory.getLogger(DpmRounds.class);

    /** Equal facts give equal plans, whoever decides. */
    private static final long SEED = 1;

    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(3);

    /** Nobody is parked whom the forecast would wake again within this time. */
    private static final Duration HORIZON = Duration.ofHours(1);

    private final DpmSettingsStore settings;
    private final Inventory inventory;
    private final DpmFactsReader facts;
    private final DpmRoundKeeper keeper;
    private final DpmActs acts;
    private final EnergyMeter meter;
    private final Clock clock;

    DpmRounds(
            DpmSettingsStore settings,
            Inventory inventory,
            DpmFactsReader facts,
            DpmRoundKeeper keeper,
            DpmActs acts,
            EnergyMeter meter,
            Clock clock) {
        this.settings = settings;
        this.inventory = inventory;
        this.facts = facts;
        this.keeper = keeper;
        this.acts = acts;
        this.meter = meter;
        this.clock = clock;
    }

    /** Clusters to look at by the clock. */
    public List<ClusterId> due() {
        return settings.watched();
    }

    /** One round. */
    public void look(ClusterId id) {
        var began = System.nanoTime();
        var now = clock.instant();
        var cluster = inventory
                .cluster(id)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
        var wanted = settings.of(id);
        var known = facts.read(cluster, wanted, now);
        meter.count(id, known.power(), known.parked(), now);
        var effort = Effort.of(1, deadline(LONGEST_SEARCH));
        var outcome = new PowerRound(forRounds(wanted, cluster, known.minutesPerSample()), SEED, effort)
                .decide(known.model(), known.hosts(), known.rules().zones(), known.past(), now);
        var tookMs = Duration.ofNanos(System.nanoTime() - began).toMillis();
        var todo = keeper.keep(wanted, known, outcome, now, tookMs);
        acts.carryOut(id, todo, outcome.parks());
        tell(wanted, outcome, tookMs);
    }

    private static PowerSettings forRounds(DpmSettings wanted, Cluster cluster, double minutesPerSample) {
        var timing = wanted.timing();
        var usual = PowerSettings.USUAL.policy();
        var ha = cluster.ha();
        var spare = wanted.spareHosts() + (ha.acts() ? ha.hostFailuresToTolerate() : 0);
        return new PowerSettings(
                new PowerSettings.Band(wanted.band().lowPercent(), wanted.band().highPercent()),
                new PowerSettings.Windows(
                        Duration.ofMinutes(timing.wakeMinutes()),
                        Duration.ofMinutes(timing.parkMinutes()),
                        Duration.ofMinutes(timing.minimumUpMinutes()),
                        HORIZON),
                Math.min(spare, Limits.MOST_SPARE_HOSTS),
                PowerSettings.Pace.TOGETHER,
                wanted.times(),
                new PowerPolicy(usual.wattHoursPerMove(), usual.horizonHours(), minutesPerSample, usual.copyShare()));
    }

    private static BooleanSupplier deadline(Duration longest) {
        var until = System.nanoTime() + longest.toNanos();
        return () -> System.nanoTime() < until;
    }

    private static void tell(DpmSettings wanted, PowerOutcome outcome, long tookMs) {
        LOG.info(
                "cluster={} dpm={} wakes={} parks={} ms={}",
                wanted.cluster(),
                wanted.mode(),
                outcome.wakes().size(),
                outcome.parks().size(),
                tookMs);
    }
}
