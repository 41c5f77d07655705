package io.atoll.hypervisor.qmp;

import io.atoll.hypervisor.qmp.StrictJson.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One line of QMP to and from its meaning. Strict about form, so that a broken peer is noticed at once. */
final class QmpCodec {

    private QmpCodec() {}

    /** What a line from QEMU means. */
    sealed interface Message {
        record Greeting(String version) implements Message {}

        record Event(QmpEvent event) implements Message {}

        record Result(String id, JsonNode value) implements Message {}

        record Failure(String id, String description) implements Message {}

        /** Valid JSON, but nothing we wait for, for example an error without an id. */
        record Other() implements Message {}
    }

    /** The line is not JSON, or no QMP. */
    static final class MalformedLineException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedLineException(String message) {
            super(message);
        }

        MalformedLineException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static byte[] encode(String command, @Nullable JsonNode arguments, String id) {
        var message = StrictJson.object().put("execute", command).put("id", id);
        if (arguments != null) {
            message.set("arguments", arguments);
        }
        return (StrictJson.write(message) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static Message decode(byte[] line, int length) throws MalformedLineException {
        JsonNode node;
        try {
            node = StrictJson.parse(line, 0, length);
        } catch (MalformedJsonException e) {
            throw new MalformedLineException("a line that is " + e.getMessage(), e);
        }
        if (!node.isObject()) {
            throw new MalformedLineException("a line that is not a JSON object");
        }
        if (node.has("event")) {
            var data = node.path("data");
            return new Message.Event(
                    new QmpEvent(node.path("event").asString(""), data.isObject() ? data : StrictJson.object()));
        }
        if (node.has("QMP")) {
            return new Message.Greeting(version(node.path("QMP").path("version").path("qemu")));
        }
        var id = node.path("id").asString("");
        if (id.isEmpty()) {
            return new Message.Other();
        }
        if (node.has("return")) {
            return new Message.Result(id, node.path("return"));
        }
        if (node.has("error")) {
            return new Message.Failure(id, node.path("error").path("desc").asString("no description"));
        }
        throw new MalformedLineException("a reply with neither result nor error");
    }

    private static String version(JsonNode qemu) {
        return "%d.%d.%d"
                .formatted(
                        qemu.path("major").asInt(0),
                        qemu.path("minor").asInt(0),
                        qemu.path("micro").asInt(0));
    }
}
