package io.atoll.ha.sim.scenario;

import io.atoll.ha.sim.cluster.ClusterPlan;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a scenario, strictly: a word that is not understood is never passed over. */
public final class ScenarioReader {
    /** Larger files are not scenarios. */
    public static final int MOST_BYTES = 1 << 20;

    static final long LONGEST_NS = 24L * 3_600 * 1_000_000_000L;
    private static final List<String> FIRST_WORDS =
            List.of("zookeeper", "pool", "host", "vm", "rule", "set", "seed", "at", "run");

    private final ClusterReader cluster = new ClusterReader();
    private final EventReader events = new EventReader(cluster);
    private long seed = 1;
    private long runNs = -1;

    private ScenarioReader() {}

    public static Scenario read(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new ScenarioError(
                    0, "The file has %d bytes; a scenario has at most %d.".formatted(bytes.length, MOST_BYTES));
        }
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            throw new ScenarioError(0, "The file is not UTF-8 text. Save it as UTF-8.");
        }
    }

    public static Scenario read(String text) {
        var reader = new ScenarioReader();
        var number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            var hash = line.indexOf('#');
            var plain = (hash < 0 ? line : line.substring(0, hash)).strip();
            if (!plain.isEmpty()) {
                reader.line(new Words(number, plain));
            }
        }
        return reader.finish();
    }

    private void line(Words words) {
        if (runNs >= 0) {
            throw words.error("Something stands after the run line. The run line is the last one.");
        }
        switch (words.oneOf("first word of a line", FIRST_WORDS)) {
            case "zookeeper" -> cluster.zookeeper(words);
            case "pool" -> cluster.pool(words);
            case "host" -> cluster.host(words);
            case "vm" -> cluster.vm(words);
            case "rule" -> cluster.rule(words);
            case "set" -> cluster.set(words);
            case "seed" -> seed = words.number("seed", 0, 1_000_000_000_000L);
            case "at" -> events.read(words);
            default -> {
                runNs = words.durationNs("length of the run", LONGEST_NS);
                events.checkBefore(runNs);
            }
        }
        words.end();
    }

    private Scenario finish() {
        if (runNs < 0) {
            throw new ScenarioError(0, "The run line is missing. End the file with one, like: run 60s");
        }
        ClusterPlan plan = cluster.plan();
        events.checkAgainst(cluster);
        return new Scenario(plan, seed, runNs, events.happenings());
    }
}
