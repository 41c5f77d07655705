package io.atoll.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the kernel tells in {@code /proc}. A file that is missing reads as empty: an old kernel or a container lacks some. */
public final class KernelFiles {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Path proc;

    public KernelFiles(Path proc) {
        this.proc = proc;
    }

    public String text(String name) {
        try {
            return Files.readString(proc.resolve(name)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    public List<String> lines(String name) {
        return text(name).lines().toList();
    }

    /** The words of a line, for example of {@code /proc/stat}. */
    static List<String> words(String line) {
        return List.of(BLANKS.split(line.strip()));
    }

    /** Memory figures in MiB by their name in {@code /proc/meminfo}, for example {@code MemTotal}. */
    public Map<String, Long> memoryMib() {
        var figures = new TreeMap<String, Long>();
        for (var line : lines("meminfo")) {
            var words = words(line);
            if (words.size() >= 2) {
                figures.put(words.getFirst().replace(":", ""), number(words.get(1)) / 1024);
            }
        }
        return figures;
    }

    /** Bytes and packets in and out by interface, of the network namespace this process is in. */
    public Map<String, HostSample.Traffic> traffic() {
        var traffic = new TreeMap<String, HostSample.Traffic>();
        for (var line : lines("net/dev")) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                var counters = words(line.substring(colon + 1));
                if (counters.size() >= 10) {
                    traffic.put(
                            line.substring(0, colon).strip(),
                            new HostSample.Traffic(
                                    number(counters.getFirst()),
                                    number(counters.get(8)),
                                    number(counters.get(1)),
                                    number(counters.get(9))));
                }
            }
        }
        return traffic;
    }

    /** When this boot began, in milliseconds since the epoch. */
    long bootTimeMs() {
        return lines("stat").stream()
                .filter(line -> line.startsWith("btime "))
                .map(line -> number(line.substring(6).strip()) * 1000)
                .findFirst()
                .orElse(0L);
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
