package io.atoll.drs.lab;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Explanation;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks the engine within the time that is allowed, with one seed or several at once. */
final class Planner {
    /** The last part of a budget is kept for ordering the moves and writing the plan. */
    private static final double SEARCH_SHARE = 0.75;

    /**
     * Or more of it: reading the instance shows how fast this machine is at the moment, and to order and write takes about as long
     * where everyone moves.
     */
    private static final double REST_PER_READING = 1;

    /** Where few do. */
    private static final double BALANCED_REST_PER_READING = 0.5;

    /** When what takes long to explain is left out: what remains is needed to write down what has been found. */
    private static final double EXPLAINED_SHARE = 0.9;

    private final Options options;
    private final Stopwatch stopwatch;
    private long readMillis;

    record Planned(Answer answer, String json) {}

    Planner(Options options, Stopwatch stopwatch) {
        this.options = options;
        this.stopwatch = stopwatch;
    }

    Planned plan(Instance instance) {
        readMillis = stopwatch.millis();
        var search = stopwatch.restarted();
        var question = question(instance);
        var answer =
                options.threads() == 1 ? answer(instance, question, options.seed()) : bestAnswer(instance, question);
        var wallMillis = search.millis();
        var explanation = options.explain()
                ? ExplanationWriter.write(explanation(instance, question, answer), instance.reachNames())
                : "";
        return new Planned(answer, PlanWriter.write(instance, answer, wallMillis, explanation));
    }

    /** As much as the budget leaves time for. */
    private Explanation explanation(Instance instance, Question question, Answer answer) {
        var last = (long) (options.budgetMillis() * EXPLAINED_SHARE);
        return Explanation.of(
                instance.cluster(), question, answer, () -> options.budgetMillis() == 0 || stopwatch.millis() < last);
    }

    private static Question question(Instance instance) {
        return switch (instance.objective()) {
            case BALANCE -> new Question.Balance(BalancePolicy.DEFAULT);
            case CONSOLIDATE -> new Question.Consolidate();
            case EVACUATE -> new Question.Evacuate(instance.evacuate());
            case PLACE -> new Question.Place();
            case RESTART -> new Question.Restart(instance.dead());
            case REPAIR -> new Question.Repair();
        };
    }

    private Answer answer(Instance instance, Question question, long seed) {
        var budget = options.budgetMillis();
        var rest = question instanceof Question.Balance ? BALANCED_REST_PER_READING : REST_PER_READING;
        var last = (long) Math.min(budget * SEARCH_SHARE, budget - readMillis * rest);
        var effort = budget == 0
                ? Effort.usual()
                : Effort.of(1, () -> stopwatch.millis() < last, () -> (double) stopwatch.millis() / Math.max(1, last));
        return new Scheduler(seed, effort).answer(instance.cluster(), question);
    }

    /** Consecutive seeds, each on a thread; the answer does not depend on which ends first. */
    private Answer bestAnswer(Instance instance, Question question) {
        try (var executor = Executors.newFixedThreadPool(options.threads())) {
            var running = new ArrayList<Future<Answer>>();
            for (var i = 0; i < options.threads(); i++) {
                var seed = options.seed() + i;
                running.add(executor.submit(() -> answer(instance, question, seed)));
            }
            var best = running.getFirst().get();
            for (var other : running.subList(1, running.size())) {
                best = Preference.better(instance, other.get(), best) ? other.get() : best;
            }
            return best;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A search failed.", failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while searching.", stop);
        }
    }
}
