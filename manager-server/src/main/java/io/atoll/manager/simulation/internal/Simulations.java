package io.atoll.manager.simulation.internal;

import io.atoll.drs.loop.BalanceLevel;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.placement.RuleBook;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.simulation.internal.study.Protection;
import io.atoll.manager.simulation.internal.study.RuleCheck;
import io.atoll.manager.simulation.internal.study.SimulationFindings;
import io.atoll.manager.simulation.internal.study.Study;
import io.atoll.manager.simulation.internal.study.ZoneLimits;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Answers what-ifs: reads the cluster, lets the study think without a transaction and within a time limit, and keeps nothing. Any
 * reader may ask, so only a few studies run at a time.
 */
@Service
public class Simulations {
    /** Equal facts give equal answers, whoever asks. */
    private static final long SEED = 1;

    private static final int MOST_AT_ONCE = 2;
    private static final int MOST_BALANCE_LEVEL = 5;

    private final SimulationFacts facts;
    private final Semaphore seats = new Semaphore(MOST_AT_ONCE);

    Simulations(SimulationFacts facts) {
        this.facts = facts;
    }

    /** What would become of the cluster; what is wrong with the question is said all at once. */
    public SimulationFindings of(ClusterId cluster, SimulationDraft draft) {
        if (!seats.tryAcquire()) {
            throw AtollException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "%d simulations are running, and no more run at a time; try again in a moment."
                            .formatted(MOST_AT_ONCE),
                    Duration.ofSeconds(5));
        }
        try {
            return Study.of(read(cluster, draft), SEED, Simulations::time);
        } finally {
            seats.release();
        }
    }

    private Study.Wanted read(ClusterId cluster, SimulationDraft draft) {
        var known = facts.read(cluster);
        var check = new InputCheck();
        var changed = ChangeReader.read(draft.changes(), known, check);
        var level = draft.balanceLevel() == null
                ? null
                : BalanceLevel.of(check.range("balanceLevel", draft.balanceLevel(), 1, MOST_BALANCE_LEVEL));
        var moreLike = moreLike(draft.howManyMoreLikeVmId(), known, check);
        var changes = draft.changes();
        check.require(
                (changes != null && !changes.isEmpty()) || draft.balanceLevel() != null || moreLike != null,
                "changes",
                "Nothing is supposed: name changes, a balanceLevel, or howManyMoreLikeVmId.");
        check.done();
        var ha = known.live().settings().ha();
        return new Study.Wanted(
                known.live().model(),
                new ZoneLimits(known.live().limits()),
                new Protection(Math.max(1, ha.hostFailuresToTolerate()), ha.enabled() ? known.protectedVms() : null),
                changed.suppositions(),
                level,
                moreLike,
                ruleCheck(known.rules(), changed.rules()));
    }

    private static RuleCheck ruleCheck(RuleBook rules, RuleBook changed) {
        return (before, after) -> {
            var known = new HashMap<Contradicting, Long>();
            rules.contradictions(before).forEach(one -> known.merge(Contradicting.of(one), missing(one), Math::max));
            return changed.contradictions(after).stream()
                    .filter(one -> missing(one) > known.getOrDefault(Contradicting.of(one), -1L))
                    .toList();
        };
    }

    /** What contradicts what, however much is missing: one that gets better or stays is not new. */
    private record Contradicting(String check, List<String> ruleNames) {
        static Contradicting of(RuleBook.Contradiction found) {
            return new Contradicting(found.check(), found.ruleNames());
        }
    }

    private static long missing(RuleBook.Contradiction found) {
        var need = found.need();
        var free = found.free();
        return need == null || free == null ? 0 : need - free;
    }

    private static @Nullable VmId moreLike(@Nullable String text, Facts known, InputCheck check) {
        var field = "howManyMoreLikeVmId";
        var id = check.optionalId(field, text, VmId::new);
        if (id != null && !id.value().equals(new UUID(0, 0))) {
            check.require(
                    known.live().model().vms().containsKey(id),
                    field,
                    "There is no VM %s in the cluster %s."
                            .formatted(id, known.live().settings().name()));
        }
        return id;
    }

    /** The time of a part begins when it first asks. */
    private static BooleanSupplier time(Study.Part part) {
        var longest = switch (part) {
            case SEARCH -> Duration.ofSeconds(5);
            case EXPLANATION -> Duration.ofSeconds(1);
            case COVERAGE, FILLING -> Duration.ofSeconds(2);
        };
        return new Timer(longest);
    }

    /** Says no once the time is over. */
    private static final class Timer implements BooleanSupplier {
        private final Duration longest;
        private long beganNanos;
        private boolean hasBegun;

        Timer(Duration longest) {
            this.longest = longest;
        }

        @Override
        public boolean getAsBoolean() {
            if (!hasBegun) {
                hasBegun = true;
                beganNanos = System.nanoTime();
            }
            return System.nanoTime() - beganNanos < longest.toNanos();
        }
    }
}
