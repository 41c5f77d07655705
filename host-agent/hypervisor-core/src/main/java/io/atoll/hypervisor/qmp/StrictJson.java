package io.atoll.hypervisor.qmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as this library reads it (no duplicate keys, no trailing text, no bad UTF-8, shallow) and writes it (plain ASCII). */
public final class StrictJson {

    private static final int MAX_NESTING = 64;

    /** For mapping to records; unknown members are refused. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StrictJson() {}

    /** The text is not JSON as we accept it. */
    public static final class MalformedJsonException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedJsonException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** One line of ASCII; everything else is escaped, so that no locale can change it on its way. */
    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    public static JsonNode parse(byte[] bytes, int offset, int length) throws MalformedJsonException {
        try {
            // decoded here, not by Jackson, which lets overlong UTF-8 pass
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return MAPPER.readTree(text.toString());
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not UTF-8", e);
        } catch (JacksonException e) {
            throw new MalformedJsonException("not JSON", e);
        }
    }
}
