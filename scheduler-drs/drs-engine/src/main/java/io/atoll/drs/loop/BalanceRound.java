package io.atoll.drs.loop;

import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.BrokenRules;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.drs.plan.Score;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Preference;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One look at a cluster that is balanced again and again.
 *
 * <p>Four things keep it from thrashing: a VM that was moved stays for the cool-down, unless it breaks a rule, which is mended at
 * once (a plan breaks none, so that ends); what VMs ask for is
 * the mean of their newest samples, where they have any ({@link LastingDemand}); evenness counts only once it was missing for a
 * while; and balancing goes on beyond where it began ({@link BalanceLevel}).
 */
public final class BalanceRound {
    private final BalanceSettings settings;
    private final long seed;
    private final Effort effort;

    /** The seed says where searches begin; the same seed decides the same. */
    public BalanceRound(BalanceSettings settings, long seed, Effort effort) {
        this.settings = settings;
        this.seed = seed;
        this.effort = effort;
    }

    /** What a round comes to. */
    public enum Verdict {
        /** Nothing is wrong. */
        EVEN,
        /** Uneven, but not for long enough. */
        WAITS,
        /** Uneven for long enough, but nothing that may move is worth moving. */
        NOTHING_HELPS,
        /** Rules or limits do not hold: the plan mends that. */
        MENDS,
        /** The plan makes the cluster more even, or relieves hot hosts. */
        EVENS
    }

    /**
     * The outcome of a round.
     *
     * @param score the cluster as it is
     * @param unevenSince for the next round
     * @param asked what the scheduler was asked about: VMs that run, those that are held not to be migrated
     * @param answer null: it was not asked
     */
    public record Outcome(
            Verdict verdict,
            Score score,
            @Nullable Instant unevenSince,
            Cluster asked,
            Question question,
            @Nullable Answer answer) {
        /** How many hosts are asked for more processing power than is healthy. */
        public int hotHosts() {
            return Math.toIntExact(HotHosts.count(asked));
        }

        /** What is to be done; empty unless the verdict says that something is. */
        public List<Plan.Step> steps() {
            return switch (verdict) {
                case MENDS, EVENS -> plan(answer).steps();
                case EVEN, WAITS, NOTHING_HELPS -> List.of();
            };
        }
    }

    public Outcome decide(Cluster cluster, BalancePast past, Instant now) {
        var running = running(cluster);
        var culprits = BrokenRules.vms(running, homes(running));
        var asked = LastingDemand.in(restrained(running, past, now, Collections.emptySortedSet()));
        var score = Score.of(asked);
        var isUneven = settings.level().evens()
                && (score.imbalance() > settings.level().triggerImbalance() || HotHosts.areIn(asked));
        var since = isUneven ? past.unevenSince(now) : null;
        if (!culprits.isEmpty() || MemoryInUse.isBeyondLimit(asked) || costThatCounts(asked, score) > 0) {
            var repair = new Question.Repair();
            var mending = culprits.isEmpty() ? asked : LastingDemand.in(restrained(running, past, now, culprits));
            var answer = ask(mending, repair);
            if (plan(answer).migrationCount() > 0) {
                return new Outcome(Verdict.MENDS, score, since, mending, repair, answer);
            }
        }
        var balance = new Question.Balance(settings.level().policy());
        if (since == null || since.plus(settings.patience()).isAfter(now)) {
            return new Outcome(since == null ? Verdict.EVEN : Verdict.WAITS, score, since, asked, balance, null);
        }
        var answer = ask(asked, balance);
        var verdict = plan(answer).migrationCount() == 0 ? Verdict.NOTHING_HELPS : Verdict.EVENS;
        return new Outcome(verdict, score, since, asked, balance, answer);
    }

    /** A level that only mends does not begin for what merely should hold. */
    private double costThatCounts(Cluster cluster, Score score) {
        if (settings.level().evens() || score.preferenceCost() == 0) {
            return score.preferenceCost();
        }
        var binding =
                cluster.preferences().stream().filter(Preference::isBinding).toList();
        return Score.of(cluster.with(binding)).preferenceCost();
    }

    private static SortedMap<VmId, HostId> homes(Cluster cluster) {
        var homes = new TreeMap<VmId, HostId>();
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                homes.put(vm.id(), vm.host());
            }
        }
        return homes;
    }

    private Answer ask(Cluster cluster, Question question) {
        return new Scheduler(seed, effort).answer(cluster, question);
    }

    /** What can be done, where not all can. */
    private static Plan plan(@Nullable Answer answer) {
        return switch (answer) {
            case null -> new Plan(List.of(), new TreeMap<>());
            case Answer.Planned planned -> planned.plan();
            case Answer.Impossible impossible -> impossible.partial();
        };
    }

    /** VMs that are off are nobody's load, and balancing starts nobody. */
    private static Cluster running(Cluster cluster) {
        var running =
                cluster.vms().values().stream().filter(vm -> vm.host() != null).toList();
        return running.size() == cluster.vms().size() ? cluster : cluster.withVms(running);
    }

    /** @param culprits who has to be moved although it was moved lately */
    private Cluster restrained(Cluster cluster, BalancePast past, Instant now, SortedSet<VmId> culprits) {
        return cluster.withVms(cluster.vms().values().stream()
                .map(vm -> {
                    var coolDown = culprits.contains(vm.id()) ? Duration.ZERO : settings.coolDown();
                    return vm.migratable() && past.holds(vm.id(), coolDown, now) ? vm.held() : vm;
                })
                .toList());
    }
}
