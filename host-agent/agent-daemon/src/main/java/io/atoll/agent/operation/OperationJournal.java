package io.atoll.agent.operation;

import io.atoll.agent.identity.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The newest outcomes, in memory and as one line each in a file. An outcome is on disk before anyone hears of it. */
public final class OperationJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperationJournal.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final int limit;
    private final Map<String, Remembered> byId = new LinkedHashMap<>();
    private FileChannel channel;
    private int lines;

    private OperationJournal(Path file, int limit) throws IOException {
        this.file = file;
        this.limit = limit;
        read();
        compact();
        this.channel = open();
    }

    /** What is known of an ended operation. */
    public record Remembered(String id, String contentDigest, long endedAtMs, Outcome outcome) {}

    /** A line of the file. Exactly one of result and code is there. */
    private record Line(
            String id,
            String digest,
            long endedAtMs,
            @Nullable String resultBase64,
            @Nullable String code,
            @Nullable String detail,
            @Nullable List<String> hints,
            boolean rolledBack) {}

    /** Opens the journal; a last line cut short by a power loss is dropped. */
    public static OperationJournal open(Path file, int limit) throws IOException {
        return new OperationJournal(file, limit);
    }

    public synchronized @Nullable Remembered find(String id) {
        return byId.get(id);
    }

    public synchronized int size() {
        return byId.size();
    }

    public synchronized void remember(Remembered entry) throws IOException {
        put(entry);
        var line = ByteBuffer.wrap((JSON.writeValueAsString(lineOf(entry)) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
        lines++;
        if (lines > 2 * limit) {
            channel.close();
            compact();
            channel = open();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void put(Remembered entry) {
        byId.remove(entry.id());
        byId.put(entry.id(), entry);
        while (byId.size() > limit) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    private void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (var text : Files.readAllLines(file)) {
            try {
                if (!text.isBlank()) {
                    put(entryOf(JSON.readValue(text, Line.class)));
                }
            } catch (JacksonException e) {
                LOG.warn("Dropped an unreadable line of the operation journal file={}", file);
            }
        }
    }

    private void compact() throws IOException {
        var text = new StringBuilder();
        for (var entry : byId.values()) {
            text.append(JSON.writeValueAsString(lineOf(entry))).append('\n');
        }
        AtomicFiles.write(file, text.toString());
        lines = byId.size();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static Line lineOf(Remembered entry) {
        return switch (entry.outcome()) {
            case Outcome.Succeeded succeeded ->
                new Line(
                        entry.id(),
                        entry.contentDigest(),
                        entry.endedAtMs(),
                        Base64.getEncoder().encodeToString(succeeded.result()),
                        null,
                        null,
                        null,
                        false);
            case Outcome.Failed(var code, var detail, var hints, var rolledBack) ->
                new Line(entry.id(), entry.contentDigest(), entry.endedAtMs(), null, code, detail, hints, rolledBack);
        };
    }

    private static Remembered entryOf(Line line) {
        return new Remembered(line.id(), line.digest(), line.endedAtMs(), outcomeOf(line));
    }

    private static Outcome outcomeOf(Line line) {
        var result = line.resultBase64();
        if (result != null) {
            return new Outcome.Succeeded(Base64.getDecoder().decode(result));
        }
        var hints = line.hints() == null ? new ArrayList<String>() : line.hints();
        return new Outcome.Failed(String.valueOf(line.code()), String.valueOf(line.detail()), hints, line.rolledBack());
    }
}
