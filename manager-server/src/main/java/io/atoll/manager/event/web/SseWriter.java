package io.atoll.manager.event.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes server-sent events (WHATWG HTML, section 9.2). */
final class SseWriter {
    private final OutputStream out;

    SseWriter(OutputStream out) {
        this.out = out;
    }

    /** One event; {@code data} is JSON on one line. */
    void event(@Nullable String id, String type, String data) throws IOException {
        var text = new StringBuilder(data.length() + 128);
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(type).append('\n');
        text.append("data: ").append(data).append("\n\n");
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A comment that keeps the connection alive and shows us when it is dead. */
    void ping() throws IOException {
        out.write(": ping\n\n".getBytes(StandardCharsets.UTF_8));
        flush();
    }

    void flush() throws IOException {
        out.flush();
    }
}
