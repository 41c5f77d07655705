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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The command. Reads, asks {@link Planner}, writes; its errors are JSON and its exit codes fixed. */
public final class DrsLab {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream errors;
    private final Stopwatch stopwatch;

    DrsLab(InputStream in, PrintStream out, PrintStream errors, Stopwatch stopwatch) {
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
            return fail(ErrorCode.FILE, "the file", describe(trouble));
        } catch (RuntimeException fault) {
            return fail(ErrorCode.INTERNAL, "the program", "A fault of drs-lab, please report it: " + fault);
        } catch (OutOfMemoryError tooMuch) {
            return fail(
                    ErrorCode.INTERNAL, "memory", "The instance needs more memory than this process may use (-Xmx).");
        }
    }

    private int answerFile(Options options) throws IOException {
        var text = read(Path.of(options.files().getFirst()));
        var instance = InstanceReader.read(text);
        var planned = new Planner(options, stopwatch).plan(instance);
        Files.writeString(Path.of(options.files().getLast()), planned.json() + "\n");
        if (planned.answer() instanceof Impossible(var obstacles, var _)) {
            var first = obstacles.getFirst();
            return fail(
                    ErrorCode.IMPOSSIBLE,
                    "VM " + first.vmName(),
                    "%d VMs cannot be where they must, the first being %s: %s. The plan does what is possible without them."
                            .formatted(obstacles.size(), first.vmName(), first.reason()));
        }
        return 0;
    }

    /** A bad line is answered with an error object, and the next line is read all the same. */
    private int answerLines(Options options) throws IOException {
        var code = 0;
        var lines = new BufferedInputStream(in, 1 << 16);
        for (var line = nextLine(lines); line != null; line = nextLine(lines)) {
            var watch = stopwatch.restarted();
            try {
                if (line.length > 0) {
                    var instance = InstanceReader.read(line);
                    out.println(new Planner(options, watch).plan(instance).json());
                }
            } catch (BadInput bad) {
                out.println(errorJson(bad));
                code = bad.code().exitCode();
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

    private static byte[] read(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var zipped = bytes.length > 1 && bytes[0] == (byte) 0x1F && bytes[1] == (byte) 0x8B;
        if (!zipped) {
            return bytes;
        }
        try (var unzipped = new GZIPInputStream(new java.io.ByteArrayInputStream(bytes))) {
            return unzipped.readAllBytes();
        } catch (IOException broken) {
            throw new BadInput(
                    ErrorCode.MALFORMED, file.toString(), "The file is not proper gzip: " + broken.getMessage());
        }
    }

    private int fail(ErrorCode code, String place, String message) {
        errors.println(errorJson(new BadInput(code, place, message)));
        return code.exitCode();
    }

    private static String describe(IOException trouble) {
        return trouble instanceof java.nio.file.NoSuchFileException missing
                ? "There is no file %s.".formatted(BadInput.quote(String.valueOf(missing.getFile())))
                : "%s: %s".formatted(trouble.getClass().getSimpleName(), trouble.getMessage());
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
