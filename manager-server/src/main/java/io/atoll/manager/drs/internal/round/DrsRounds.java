package io.atoll.manager.drs.internal.round;

import io.atoll.drs.core.Effort;
import io.atoll.drs.loop.BalanceRound;
import io.atoll.drs.loop.BalanceRound.Outcome;
import io.atoll.manager.drs.DrsMode;
import io.atoll.manager.drs.internal.DrsSettings;
import io.atoll.manager.drs.internal.SettingsStore;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at clusters: reads what is known, asks the scheduler, keeps what it says, and begins to carry it out where the cluster is set so. Nothing
 * is locked while it thinks; what has changed meanwhile is found out when a migration is begun.
 */
@Component
public class DrsRounds {
    private static final Logger LOG = LoggerFactory.getLogger(DrsRounds.class);

    /** Equal facts give equal plans, whoever decides. */
    private static final long SEED = 1;

    /**
     * A share of the usual steps: the plans of 20,000 VMs had as many moves with 0.3 as with 1 of them (2,109 and 2,114), and the next
     * round looks again in a minute.
     */
    private static final double EFFORT = 0.3;

    /** A search for 1,000 hosts takes less; one that takes longer ends with what it has. */
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(3);

    private static final Duration LONGEST_EXPLANATION = Duration.ofSeconds(1);

    private final SettingsStore settings;
    private final Inventory inventory;
    private final RoundFactsReader facts;
    private final RoundKeeper keeper;
    private final Clock clock;

    DrsRounds(SettingsStore settings, Inventory inventory, RoundFactsReader facts, RoundKeeper keeper, Clock clock) {
        this.settings = settings;
        this.inventory = inventory;
        this.facts = facts;
        this.keeper = keeper;
        this.clock = clock;
    }

    /** Clusters to look at by the clock. */
    public List<ClusterId> due() {
        return settings.balanced();
    }

    /** Withdraws what was recommended in clusters that are not balanced, once it is old. */
    void expireForgotten() {
        keeper.expireForgotten(clock.instant());
    }

    /** A round by the clock: left out while migrations of an earlier plan are under way. */
    public void look(ClusterId cluster) {
        if (!keeper.isCarryingOut(cluster)) {
            round(settings.of(cluster));
        }
    }

    /** A round that somebody asks for now; in a cluster that is not balanced its recommendations are kept all the same. */
    public void lookNow(ClusterId cluster) {
        keeper.requireIdle(cluster);
        round(settings.of(cluster));
    }

    private void round(DrsSettings wanted) {
        var began = System.nanoTime();
        var now = clock.instant();
        var cluster = inventory
                .cluster(wanted.cluster())
                .orElseThrow(() -> new AtollException(
                        ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(wanted.cluster())));
        var known = facts.read(cluster, wanted, now);
        var effort = Effort.of(EFFORT, deadline(LONGEST_SEARCH));
        var outcome = new BalanceRound(wanted.forRounds(), SEED, effort).decide(known.model(), known.past(), now);
        var entries = PlanBook.entries(outcome, known.pauses(), deadline(LONGEST_EXPLANATION));
        var tookMs = Duration.ofNanos(System.nanoTime() - began).toMillis();
        var plan = new RoundKeeper.Plan(entries, known.model().rules(), known.vmsWithoutSamples());
        keeper.keep(wanted, now, outcome, plan, tookMs);
        tell(wanted, outcome, entries, tookMs);
    }

    private static BooleanSupplier deadline(Duration longest) {
        var until = System.nanoTime() + longest.toNanos();
        return () -> System.nanoTime() < until;
    }

    private static void tell(DrsSettings wanted, Outcome outcome, List<PlanBook.Entry> entries, long tookMs) {
        LOG.info(
                "cluster={} drs={} level={} verdict={} imbalance={} migrations={} ms={}{}",
                wanted.cluster(),
                wanted.mode(),
                wanted.level(),
                outcome.verdict(),
                outcome.score().imbalance(),
                entries.size(),
                tookMs,
                wanted.mode() == DrsMode.APPLY && !entries.isEmpty() ? ": carried out" : "");
    }
}
