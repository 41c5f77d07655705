package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the kernel says about processes, in /proc. */
final class ProcFs {

    private static final Path PROC = Path.of("/proc");
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    /** The kernel counts processor time for user space in hundredths of a second on every Linux we run on. */
    private static final long MILLIS_PER_TICK = 10;

    private static final long PAGE_BYTES = 4096;

    // Positions in /proc/<pid>/stat counted behind the command name, which may itself contain spaces and parentheses.
    private static final int STATE = 0;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int START_TICKS = 19;

    private ProcFs() {}

    static String bootId() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }

    /** Empty when there is no such process, or only its unreaped remains. */
    static Optional<ProcessIdentity> identify(long pid) {
        try {
            var stat = stat(pid);
            var dead = stat[STATE].equals("Z") || stat[STATE].equals("X");
            return dead ? Optional.empty() : Optional.of(new ProcessIdentity(pid, Long.parseLong(stat[START_TICKS])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static boolean isAlive(ProcessIdentity process) {
        return identify(process.pid()).filter(process::equals).isPresent();
    }

    static Duration cpuTime(long pid) throws IOException {
        var stat = stat(pid);
        var ticks = Long.parseLong(stat[USER_TICKS]) + Long.parseLong(stat[SYSTEM_TICKS]);
        return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    }

    static long residentBytes(long pid) throws IOException {
        var pages = SPACE.split(read(PROC.resolve(Long.toString(pid)).resolve("statm")), -1)[1];
        return Long.parseLong(pages) * PAGE_BYTES;
    }

    /** Null where the kernel does not say. */
    static @Nullable Long swapBytes(long pid) throws IOException {
        return read(PROC.resolve(Long.toString(pid)).resolve("status"))
                .lines()
                .filter(line -> line.startsWith("VmSwap:"))
                .map(line -> NUMBER.matcher(line))
                .filter(Matcher::find)
                .map(found -> Long.parseLong(found.group()) * 1024)
                .findFirst()
                .orElse(null);
    }

    /** How long a thread was runnable and waited for a processor: the second figure of schedstat, in nanoseconds. */
    static Duration runDelay(long pid, long thread) throws IOException {
        var file = PROC.resolve(Long.toString(pid)).resolve("task").resolve(Long.toString(thread));
        return Duration.ofNanos(Long.parseLong(SPACE.split(read(file.resolve("schedstat")), -1)[1]));
    }

    /** The processes one of whose arguments contains {@code text}. */
    static List<ProcessIdentity> withArgumentContaining(String text) throws IOException {
        var found = new ArrayList<ProcessIdentity>();
        try (var entries = Files.newDirectoryStream(
                PROC, entry -> NUMBER.matcher(entry.getFileName().toString()).matches())) {
            for (var entry : entries) {
                var pid = Long.parseLong(entry.getFileName().toString());
                if (commandLine(pid).contains(text)) {
                    identify(pid).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** Its arguments, each ended by a zero; empty when it has gone. */
    static String commandLine(long pid) {
        try {
            return read(PROC.resolve(Long.toString(pid)).resolve("cmdline"));
        } catch (IOException e) {
            return ""; // it ended while we looked
        }
    }

    private static String[] stat(long pid) throws IOException {
        var text = read(PROC.resolve(Long.toString(pid)).resolve("stat"));
        return SPACE.split(text.substring(text.lastIndexOf(')') + 2), -1);
    }

    /** Files in /proc are not always text in the platform's encoding: any byte is a character here. */
    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
