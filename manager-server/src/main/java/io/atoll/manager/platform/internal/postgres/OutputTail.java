package io.atoll.manager.platform.internal.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a program's output so that it never blocks, logs it, and keeps the last lines for a message. */
final class OutputTail {
    private static final Logger LOG = LoggerFactory.getLogger("io.atoll.manager.postgres");
    private static final int LINES_KEPT = 20;
    private static final Duration LAST_LINES_LIMIT = Duration.ofSeconds(2);

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    OutputTail(InputStream output) {
        reader = Thread.ofPlatform().daemon().name("postgres-output").start(() -> read(output));
    }

    private void read(InputStream output) {
        try (var text = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                LOG.debug("{}", line);
                synchronized (lines) {
                    if (lines.size() == LINES_KEPT) {
                        lines.removeFirst();
                    }
                    lines.addLast(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("output ended: {}", e.getMessage());
        }
    }

    String text() {
        try {
            reader.join(LAST_LINES_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }
}
