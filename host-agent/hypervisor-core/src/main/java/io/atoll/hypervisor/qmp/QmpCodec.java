package io.atoll.hypervisor.qmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One line of QMP to and from its meaning. Strict about form, so that a broken peer is noticed at once. */
final class QmpCodec {

    private static final int MAX_NESTING = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

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
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    static byte[] encode(String command, @Nullable JsonNode arguments, String id) {
        var message = newObject().put("execute", command).put("id", id);
        if (arguments != null) {
            message.set("arguments", arguments);
        }
        return (MAPPER.writeValueAsString(message) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static Message decode(byte[] line, int length) throws MalformedException {
        JsonNode node;
        try {
            // decoded here, not by Jackson, which lets overlong UTF-8 pass
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length));
            node = MAPPER.readTree(text.toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("a line that is not UTF-8", e);
        } catch (JacksonException e) {
            throw new MalformedException("a line that is not JSON", e);
        }
        if (!node.isObject()) {
            throw new MalformedException("a line that is not a JSON object", null);
        }
        if (node.has("event")) {
            var data = node.path("data");
            return new Message.Event(
                    new QmpEvent(node.path("event").asString(""), data.isObject() ? data : newObject()));
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
        throw new MalformedException("a reply with neither result nor error", null);
    }

    private static String version(JsonNode qemu) {
        return "%d.%d.%d"
                .formatted(
                        qemu.path("major").asInt(0),
                        qemu.path("minor").asInt(0),
                        qemu.path("micro").asInt(0));
    }
}
