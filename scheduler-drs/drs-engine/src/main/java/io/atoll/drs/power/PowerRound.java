package io.atoll.drs.power;

import io.atoll.drs.core.Effort;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One look at a cluster whose hosts may sleep. Hosts that are needed are woken; only where none is, and none is on its way, hosts
 * that are little used are parked. Waking needs little proof and parking needs much: a window that is over, samples without
 * gaps, a forecast, rules, spare hosts and the top of the band for everyone who stays.
 *
 * <p>The cluster says what VMs ask for, with their newest samples as history. VMs without a host wait for a place: leave those out that
 * shall not run. Whether a host is awake is said by the facts, not by its state in the cluster.
 */
public final class PowerRound {
    /** Rounds further apart than this do not belong together: what happened between is unknown. */
    private static final Duration MOST_BETWEEN_ROUNDS = Duration.ofMinutes(10);

    private final PowerSettings settings;
    private final long seed;
    private final Effort effort;

    /** The seed says where searches begin; the same seed decides the same. */
    public PowerRound(PowerSettings settings, long seed, Effort effort) {
        this.settings = settings;
        this.seed = seed;
        this.effort = effort;
    }

    /** What is to be done now where no rules about zones must hold. */
    public PowerOutcome decide(Cluster cluster, Map<HostId, HostPower> hosts, PowerPast past, Instant now) {
        return decide(cluster, hosts, List.of(), past, now);
    }

    /**
     * What is to be done now.
     *
     * @param hosts facts of each host; one without facts counts as awake and is left alone
     * @param limits rules about zones that must hold; the cluster knows them as preferences
     */
    public PowerOutcome decide(
            Cluster cluster, Map<HostId, HostPower> hosts, List<ZoneLimit> limits, PowerPast past, Instant now) {
        var next = next(past, now);
        var look = new Look(cluster, new TreeMap<>(hosts), limits, settings, next, now);
        var questions = new Questions(look, seed, effort);
        var forecast = new DemandForecast(past.demand());
        var wakes = new WakeSearch(look, questions, forecast).run();
        var search = new ParkSearch(look, questions, forecast);
        var whyAwake = search.run(wakes);
        wakes.stream().filter(wake -> look.isParking(wake.host())).forEach(wake -> whyAwake.remove(wake.host()));
        return new PowerOutcome(
                wakes, List.copyOf(search.parks()), whyAwake, new AsleepReasons(look, forecast).of(wakes), next);
    }

    /** A clock that was set, or a long silence, begins a new time of which nothing is known. */
    private static PowerPast next(PowerPast past, Instant now) {
        var last = past.lastRound();
        var goesOn = last != null
                && !now.isBefore(last)
                && Duration.between(last, now).compareTo(MOST_BETWEEN_ROUNDS) <= 0;
        var since = past.steadySince();
        return new PowerPast(now, goesOn && since != null && !since.isAfter(now) ? since : now, past.demand());
    }
}
