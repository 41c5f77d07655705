package io.atoll.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Reads what a child process says until it ends, keeps the first 64 KiB, and picks up its progress. */
final class ToolOutput {
    private static final int KEPT_BYTES = 64 * 1024;
    private static final int CHUNK_BYTES = 4096;
    private static final Pattern PROGRESS = Pattern.compile("\\((\\d{1,3})\\.\\d\\d/100%\\)");

    private final StringBuilder kept = new StringBuilder();
    private final Thread reader;

    private ToolOutput(InputStream stream, IntConsumer percentDone) {
        this.reader = Thread.ofPlatform().daemon().name("tool-output").unstarted(() -> read(stream, percentDone));
    }

    static ToolOutput follow(InputStream stream, IntConsumer percentDone) {
        var output = new ToolOutput(stream, percentDone);
        output.reader.start();
        return output;
    }

    /** Everything kept; waits for the end of the stream, which comes with the end of the process. */
    String text() {
        try {
            reader.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (kept) {
            return kept.toString();
        }
    }

    private void read(InputStream stream, IntConsumer percentDone) {
        var chunk = new byte[CHUNK_BYTES];
        try (stream) {
            for (var count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                var text = new String(chunk, 0, count, StandardCharsets.UTF_8);
                synchronized (kept) {
                    kept.append(text, 0, Math.min(text.length(), KEPT_BYTES - kept.length()));
                }
                report(text, percentDone);
            }
        } catch (IOException _) {
            // The stream breaks when the process is killed, and whoever killed it says why.
        }
    }

    private static void report(String text, IntConsumer percentDone) {
        var matcher = PROGRESS.matcher(text);
        var latest = -1;
        while (matcher.find()) {
            latest = Integer.parseInt(matcher.group(1));
        }
        if (latest >= 0) {
            percentDone.accept(latest);
        }
    }
}
