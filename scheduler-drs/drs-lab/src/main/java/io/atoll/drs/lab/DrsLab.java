package io.atoll.drs.lab;

import io.atoll.drs.lab.dpm.SimulateDpm;
import io.atoll.drs.lab.roadef.RoadefCommand;
import io.atoll.drs.plan.Answer.Impossible;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The command. Reads, asks {@link Planner}, writes; its errors are JSON and its exit codes fixed. */
public final class DrsLab {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream errors;
    private final Stopwatch stopwatch;
    private final Answering planner;

    /** Makes a plan for an instance. */
    @FunctionalInterface
    interface Answering {
        Planner.Planned plan(Options options, Stopwatch stopwatch, Instance instance);
    }

    DrsLab(InputStream in, PrintStream out, PrintStream errors, Stopwatch stopwatch) {
        this(in, out, errors, stopwatch, (options, watch, instance) -> new Planner(options, watch).plan(instance));
    }

    DrsLab(InputStream in, PrintStream out, PrintStream errors, Stopwatch stopwatch, Answering planner) {
        this.planner = planner;
        this.in = in;
        this.out = out;
        this.errors = errors;
        this.stopwatch = stopwatch;
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        var utf8 = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var lab = new DrsLab(System.in, utf8, System.err, Stopwatch.sinceJvmStart());
        var code = lab.run(arguments);
        utf8.flush();
        System.exit(code);
    }

    int run(String... arguments) {
        try {
            if (arguments.length > 0 && arguments[0].equals("simulate-dpm")) {
                out.print(SimulateDpm.run(List.of(arguments).subList(1, arguments.length)));
                return 0;
            }
            if (arguments.length > 0 && arguments[0].equals("roadef")) {
                return new RoadefCommand(out, stopwatch).run(Arrays.copyOfRange(arguments, 1, arguments.length));
            }
            var options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.USAGE + SimulateDpm.USAGE);
                return 0;
            }
            return options.stdio() ? answerLines(options) : answerFile(options);
        } catch (BadInput bad) {
            errors.println(errorJson(bad));
            return bad.code().exitCode();
        } catch (IOException trouble) {
            var told =
                    new BadInput(ErrorCode.FILE, "standard input", "It cannot be read: " + trouble.getMessage() + ".");
            errors.println(errorJson(told));
            return told.code().exitCode();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
            var told = internal(fault);
            errors.println(errorJson(told));
            return told.code().exitCode();
        }
    }

    private int answerFile(Options options) {
        var planFile = UserFile.named(options.files().getLast());
        var text = UserFile.named(options.files().getFirst()).read();
        planFile.checkWritable();
        var instance = InstanceReader.read(text);
        var planned = planner.plan(options, stopwatch, instance);
        planFile.write(planned.json() + "\n");
        if (!planFile.isSpecial()) {
            out.println(Summary.of(planned.answer()) + ": " + planFile);
        }
        if (planned.answer() instanceof Impossible(var obstacles, var _)) {
            var first = obstacles.getFirst();
            return fail(
                    ErrorCode.IMPOSSIBLE,
                    "VM " + first.vmName(),
                    "%s, the first being %s: %s. The plan does what is possible without them."
                            .formatted(
                                    Summary.stuck(obstacles.size()),
                                    first.vmName(),
                                    instance.reachNames().named(first.reason())));
        }
        return 0;
    }

    /** A bad line, or one that brings out a fault, is answered with an error object, and the next line is read all the same. */
    private int answerLines(Options options) throws IOException {
        var code = 0;
        var lines = new BufferedInputStream(in, 1 << 16);
        for (var line = nextLine(lines); line != null; line = nextLine(lines)) {
            var watch = stopwatch.restarted();
            try {
                if (line.length > 0) {
                    var instance = InstanceReader.read(line);
                    out.println(planner.plan(options, watch, instance).json());
                }
            } catch (BadInput bad) {
                out.println(errorJson(bad));
                code = bad.code().exitCode();
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
                var told = internal(fault);
                out.println(errorJson(told));
                code = told.code().exitCode();
            }
            out.flush();
        }
        return code;
    }

    private static byte @org.jspecify.annotations.Nullable [] nextLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(1 << 16);
        while (true) {
            var next = in.read();
            if (next == -1) {
                return line.size() == 0 ? null : line.toByteArray();
            }
            if (next == '\n') {
                return line.toByteArray();
            }
            line.write(next);
        }
    }

    private int fail(ErrorCode code, String place, String message) {
        errors.println(errorJson(new BadInput(code, place, message)));
        return code.exitCode();
    }

    private static BadInput internal(Throwable fault) {
        return fault instanceof OutOfMemoryError
                ? new BadInput(
                        ErrorCode.INTERNAL,
                        "memory",
                        "The instance needs more memory than this process may use (-Xmx).")
                : new BadInput(ErrorCode.INTERNAL, "the program", "A fault of drs-lab, please report it: " + fault);
    }

    private static String errorJson(BadInput bad) {
        var json = new StringBuilder("{\"error\":{\"code\":");
        JsonText.append(json, bad.code().name());
        json.append(",\"place\":");
        JsonText.append(json, bad.place());
        json.append(",\"message\":");
        JsonText.append(json, String.valueOf(bad.getMessage()));
        return json.append("}}").toString();
    }
}
