package io.atoll.ha.sim;

import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.sim.cluster.Story;
import io.atoll.ha.sim.fault.RandomSchedule;
import io.atoll.ha.sim.scenario.ResultJson;
import io.atoll.ha.sim.scenario.ScenarioError;
import io.atoll.ha.sim.scenario.ScenarioReader;
import io.atoll.ha.sim.scenario.ScenarioRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** The command. What cannot be done is answered in a sentence and an {@link ExitCode}, never with a stack trace. */
public final class HaSim {
    private final PrintStream out;
    private final PrintStream errors;

    HaSim(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        var utf8 = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var code = new HaSim(utf8, System.err).run(arguments);
        utf8.flush();
        System.exit(code.code());
    }

    ExitCode run(String... arguments) {
        try {
            var options = Options.parse(arguments);
            return switch (options.task()) {
                case HELP -> {
                    out.print(Options.USAGE);
                    yield ExitCode.FINE;
                }
                case SCHEDULES -> new Schedules(options, out).run();
                case TRACE -> trace(options);
                case SCENARIO -> scenario(options);
                case BENCH -> new Bench(out).run();
            };
        } catch (Options.BadUsage bad) {
            errors.println("ha-sim: " + bad.getMessage() + " See ha-sim --help.");
            return ExitCode.USAGE;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
            errors.println("ha-sim: a fault of the program (%s: %s). Please report it with the command line."
                    .formatted(fault.getClass().getSimpleName(), fault.getMessage()));
            return ExitCode.INTERNAL;
        }
    }

    private Story toldTo(PrintStream stream) {
        return (timeNs, who, text) -> stream.println(line(timeNs, who, text));
    }

    /** One line of a log. */
    static String line(long timeNs, String who, String text) {
        return String.format(Locale.ROOT, "%10.3f s  %-9s  %s", timeNs / 1e9, who, text);
    }

    private ExitCode trace(Options options) {
        var result = new RandomSchedule(options.seed(), options.variant(), new SchedulerPlacement(), toldTo(out)).run();
        result.violations()
                .forEach(violation ->
                        out.println(line(violation.timeNs(), "checker", violation.kind() + ": " + violation.text())));
        out.println("%d violations, %d takeovers, %d faults in %d s of simulated time."
                .formatted(
                        result.violations().size(),
                        result.takeovers(),
                        result.faults(),
                        result.simulatedNs() / 1_000_000_000L));
        return result.violations().isEmpty() ? ExitCode.FINE : ExitCode.VIOLATIONS;
    }

    private ExitCode scenario(Options options) {
        var file = options.file() == null ? "" : options.file();
        byte[] bytes;
        try {
            var path = Path.of(file);
            if (Files.isDirectory(path)) {
                return fileTrouble(file, "it is a folder; name the file");
            }
            if (Files.isRegularFile(path) && Files.size(path) > ScenarioReader.MOST_BYTES) {
                return fileTrouble(
                        file,
                        "it has %d bytes, a scenario has at most %d"
                                .formatted(Files.size(path), ScenarioReader.MOST_BYTES));
            }
            try (var stream = Files.newInputStream(path)) {
                bytes = stream.readNBytes(ScenarioReader.MOST_BYTES + 1);
            }
        } catch (IOException | InvalidPathException trouble) {
            return fileTrouble(
                    file,
                    trouble.getClass().getSimpleName().equals("NoSuchFileException")
                            ? "there is no such file"
                            : String.valueOf(trouble.getMessage()));
        }
        try {
            return play(options, bytes);
        } catch (ScenarioError bad) {
            errors.println("ha-sim: " + bad.text(file));
            return ExitCode.SCENARIO;
        }
    }

    private ExitCode play(Options options, byte[] bytes) {
        var scenario = ScenarioReader.read(bytes);
        var result = new ScenarioRun(scenario, options.json() ? Story.UNTOLD : toldTo(out)).play();
        if (options.json()) {
            out.println(ResultJson.of(result));
        } else {
            result.violations()
                    .forEach(violation -> out.println(
                            line(violation.timeNs(), "checker", violation.kind() + ": " + violation.text())));
            result.vms()
                    .forEach(vm -> out.println("end: %s %s%s, epoch %d"
                            .formatted(
                                    vm.name(), vm.state(), vm.host() == null ? "" : " on " + vm.host(), vm.epoch())));
            result.hosts().forEach(host -> out.println("end: %s %s".formatted(host.name(), host.state())));
        }
        return result.violations().isEmpty() ? ExitCode.FINE : ExitCode.VIOLATIONS;
    }

    private ExitCode fileTrouble(String file, String trouble) {
        errors.println("ha-sim: %s cannot be read: %s.".formatted(ScenarioError.quote(file), trouble));
        return ExitCode.FILE;
    }
}
