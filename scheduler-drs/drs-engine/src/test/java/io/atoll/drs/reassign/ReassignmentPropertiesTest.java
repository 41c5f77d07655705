package io.atoll.drs.reassign;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.Dice;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The state and the search against a plain evaluation of the problem's definition, and against trying everything. */
class ReassignmentPropertiesTest {
    private static final int MOVES = 300;
    private static final long STEPS = 200_000;

    @Property(tries = 300)
    void theStateCostsAndLacksWhatAPlainCountSays(@ForAll long seed) {
        var problem = RandomProblems.small(seed);
        var state = new ReassignmentState(problem);
        var dice = new Dice(seed);
        for (var i = 0; i < MOVES; i++) {
            if (dice.below(2) == 0) {
                shift(
                        problem,
                        state,
                        dice.below(problem.home().length),
                        dice.below(problem.machines().count()));
            } else {
                swap(problem, state, dice.below(problem.home().length), dice.below(problem.home().length));
            }
            var plain = new PlainEvaluation(problem, state.machines());
            assertThat(state.cost()).isEqualTo(plain.cost());
            assertThat(state.lack() == 0).isEqualTo(plain.keepsCapacity());
            assertThat(plain.keepsRules()).isTrue();
        }
    }

    private static void shift(ReassignmentProblem problem, ReassignmentState state, int process, int to) {
        var moved = state.machines();
        moved[process] = to;
        var growth = state.shiftCost(process, to);
        if (state.machine(process) == to) {
            assertThat(growth).isEqualTo(ReassignmentState.FORBIDDEN);
            return;
        }
        var plain = new PlainEvaluation(problem, moved);
        assertThat(growth != ReassignmentState.FORBIDDEN).isEqualTo(plain.keepsRules());
        if (growth == ReassignmentState.FORBIDDEN) {
            return;
        }
        if (state.lack() == 0) {
            assertThat(state.fits(process, to)).isEqualTo(plain.keepsCapacity());
        }
        var lack = state.lack() + state.shiftLack(process, to);
        state.shift(process, to, growth);
        assertThat(state.lack()).isEqualTo(lack);
    }

    private static void swap(ReassignmentProblem problem, ReassignmentState state, int one, int other) {
        var moved = state.machines();
        moved[one] = state.machine(other);
        moved[other] = state.machine(one);
        var growth = state.swapCost(one, other);
        if (state.machine(one) == state.machine(other)) {
            assertThat(growth).isEqualTo(ReassignmentState.FORBIDDEN);
            return;
        }
        var plain = new PlainEvaluation(problem, moved);
        assertThat(growth != ReassignmentState.FORBIDDEN).isEqualTo(plain.keepsRules());
        if (growth == ReassignmentState.FORBIDDEN) {
            return;
        }
        if (state.lack() == 0) {
            assertThat(state.fitSwapped(one, other)).isEqualTo(plain.keepsCapacity());
        }
        var lack = state.lack() + state.swapLack(one, other);
        state.swap(one, other, growth);
        assertThat(state.lack()).isEqualTo(lack);
    }

    @Property(tries = 300)
    void aRemovedProcessMayGoWhereAPlainCountSaysAndCostsWhatItSays(@ForAll long seed) {
        var problem = RandomProblems.small(seed);
        var state = new ReassignmentState(problem);
        var dice = new Dice(seed);
        for (var i = 0; i < MOVES; i++) {
            var process = dice.below(problem.home().length);
            var to = dice.below(problem.machines().count());
            var before = state.machines();
            var beforeCost = state.cost();
            var moved = before.clone();
            moved[process] = to;
            state.remove(process);
            if (state.mayInsert(process, to)) {
                state.insert(process, to);
            } else {
                state.insert(process, before[process]);
                moved[process] = before[process];
                assertThat(new PlainEvaluation(problem, withMoved(before, process, to)).keepsEverything())
                        .isFalse();
            }
            var kept = state.keepsRules(new int[] {process}, new int[] {before[process]}, 1);
            var plain = new PlainEvaluation(problem, moved);
            assertThat(state.machines()).isEqualTo(moved);
            assertThat(state.cost()).isEqualTo(plain.cost());
            assertThat(kept).isEqualTo(plain.keepsEverything());
            if (!kept) {
                state.remove(process);
                state.insert(process, before[process]);
                assertThat(state.cost()).isEqualTo(beforeCost);
            }
        }
    }

    private static int[] withMoved(int[] machines, int process, int to) {
        var moved = machines.clone();
        moved[process] = to;
        return moved;
    }

    @Property(tries = 60)
    void ruinAndRecreateKeepsEveryConstraintAndTheCost(@ForAll long seed) {
        var problem = RandomProblems.small(seed);
        var state = new ReassignmentState(problem);
        var sizes = new double[problem.home().length];
        var ruin = new RuinAndRecreate(problem, state, sizes, new Dice(seed));
        for (var i = 0; i < MOVES; i++) {
            ruin.attempt(1_000);
            var plain = new PlainEvaluation(problem, state.machines());
            assertThat(plain.keepsEverything()).isTrue();
            assertThat(state.cost()).isEqualTo(plain.cost());
        }
    }

    @Property(tries = 60)
    void anAnswerKeepsEveryConstraintAndCostsWhatItSaysAndNoMoreThanStaying(@ForAll long seed) {
        var problem = RandomProblems.small(seed);
        var answer = search(problem, seed);
        var plain = new PlainEvaluation(problem, answer.machines());
        assertThat(plain.keepsEverything()).isTrue();
        assertThat(answer.cost()).isEqualTo(plain.cost());
        assertThat(answer.initialCost()).isEqualTo(new PlainEvaluation(problem, problem.home()).cost());
        assertThat(answer.cost()).isLessThanOrEqualTo(answer.initialCost());
        assertThat(LowerBound.of(problem)).isLessThanOrEqualTo(answer.cost());
    }

    @Property(tries = 10)
    void theSameSeedAndStepsFindTheSameAnswer(@ForAll long seed) {
        var problem = RandomProblems.small(seed);
        var first = search(problem, seed);
        var second = search(RandomProblems.small(seed), seed);
        assertThat(second.machines()).isEqualTo(first.machines());
        assertThat(second.steps()).isEqualTo(first.steps());
    }

    @Test
    void tinyProblemsAreSolvedAsWellAsByTryingEverything() {
        for (var seed = 1L; seed <= 60; seed++) {
            var problem = RandomProblems.tiny(seed);
            assertThat(search(problem, seed).cost()).as("problem %d", seed).isEqualTo(optimum(problem));
        }
    }

    private static ReassignmentAnswer search(ReassignmentProblem problem, long seed) {
        return new ReassignmentSearch(problem, seed, SearchBudget.ofSteps(STEPS)).solve();
    }

    private static long optimum(ReassignmentProblem problem) {
        var count = problem.machines().count();
        var machines = new int[problem.home().length];
        var least = Long.MAX_VALUE;
        var all = Math.round(Math.pow(count, machines.length));
        for (var code = 0L; code < all; code++) {
            var rest = code;
            for (var process = 0; process < machines.length; process++) {
                machines[process] = (int) (rest % count);
                rest /= count;
            }
            var plain = new PlainEvaluation(problem, machines);
            if (plain.keepsEverything()) {
                least = Math.min(least, plain.cost());
            }
        }
        return least;
    }
}
