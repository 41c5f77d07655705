package io.atoll.drs.lab.roadef;

import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import io.atoll.drs.lab.JsonText;
import io.atoll.drs.lab.Stopwatch;
import io.atoll.drs.lab.UserFile;
import io.atoll.drs.reassign.LowerBound;
import io.atoll.drs.reassign.ReassignmentAnswer;
import io.atoll.drs.reassign.ReassignmentProblem;
import io.atoll.drs.reassign.ReassignmentSearch;
import io.atoll.drs.reassign.SearchBudget;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code drs-lab roadef}: reads an instance, searches within its time, writes the assignment. */
public final class RoadefCommand {
    /** The last part of the time is for writing and for the JVM to end. */
    private static final double SEARCH_SHARE = 0.98;

    private static final double MILLIS_PER_SECOND = 1000;

    private final PrintStream out;
    private final Stopwatch stopwatch;

    /**
     * A command that prints to {@code out}.
     *
     * @param stopwatch the time for the answer counts from its start
     */
    public RoadefCommand(PrintStream out, Stopwatch stopwatch) {
        this.out = out;
        this.stopwatch = stopwatch;
    }

    /**
     * Runs the command; the exit code.
     *
     * @param arguments those after {@code roadef}
     * @throws BadInput if the command line or a file cannot be used
     */
    public int run(String... arguments) {
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            out.print(RoadefOptions.USAGE);
            return 0;
        }
        var options = RoadefOptions.parse(arguments);
        var problem = ModelReader.read(options.model(), options.assignment());
        var file = UserFile.named(options.out());
        file.checkWritable();
        var broken = Feasibility.firstBroken(problem, problem.home());
        if (broken.isPresent()) {
            throw new BadInput(
                    ErrorCode.INCONSISTENT,
                    options.assignment(),
                    "The assignment at the start breaks a constraint: %s.".formatted(broken.get()));
        }
        var answer = options.threads() == 1 ? search(options, problem, options.seed()) : bestOf(options, problem);
        Feasibility.firstBroken(problem, answer.machines()).ifPresent(fault -> {
            throw new IllegalStateException("The search broke a constraint: " + fault);
        });
        file.write(text(answer.machines()));
        out.println(json(options, problem, answer));
        return 0;
    }

    private ReassignmentAnswer search(RoadefOptions options, ReassignmentProblem problem, long seed) {
        return new ReassignmentSearch(problem, seed, budget(options)).solve();
    }

    private SearchBudget budget(RoadefOptions options) {
        if (options.steps() > 0) {
            return SearchBudget.ofSteps(options.steps());
        }
        var start = stopwatch.millis();
        var end = options.seconds() * MILLIS_PER_SECOND * SEARCH_SHARE;
        return steps -> start >= end ? 1 : (stopwatch.millis() - start) / (end - start);
    }

    /** Consecutive seeds, each on a thread; of equally good answers the first one's. */
    private ReassignmentAnswer bestOf(RoadefOptions options, ReassignmentProblem problem) {
        try (var executor = Executors.newFixedThreadPool(options.threads())) {
            var running = new ArrayList<Future<ReassignmentAnswer>>();
            for (var i = 0; i < options.threads(); i++) {
                var seed = options.seed() + i;
                running.add(executor.submit(() -> search(options, problem, seed)));
            }
            var best = running.getFirst().get();
            for (var other : running.subList(1, running.size())) {
                best = other.get().cost() < best.cost() ? other.get() : best;
            }
            return best;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A search failed.", failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while searching.", stop);
        }
    }

    private static String text(int[] machines) {
        var text = new StringBuilder();
        for (var machine : machines) {
            text.append(text.isEmpty() ? "" : " ").append(machine);
        }
        return text.append('\n').toString();
    }

    private String json(RoadefOptions options, ReassignmentProblem problem, ReassignmentAnswer answer) {
        var moved = 0;
        for (var process = 0; process < answer.machines().length; process++) {
            moved += answer.machines()[process] == problem.home()[process] ? 0 : 1;
        }
        var json = new StringBuilder("{\"model\":");
        JsonText.append(json, options.model());
        return json.append(",\"objective\":%d,\"initialObjective\":%d,\"lowerBound\":%d,\"movedProcesses\":%d"
                        .formatted(answer.cost(), answer.initialCost(), LowerBound.of(problem), moved))
                .append(String.format(
                        Locale.ROOT,
                        ",\"seed\":%d,\"threads\":%d,\"steps\":%d,\"seconds\":%.2f}",
                        options.seed(),
                        options.threads(),
                        answer.steps(),
                        stopwatch.millis() / MILLIS_PER_SECOND))
                .toString();
    }
}
