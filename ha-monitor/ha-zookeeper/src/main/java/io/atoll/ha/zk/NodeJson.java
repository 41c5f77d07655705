package io.atoll.ha.zk;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the data of our nodes; for this module's packages. Unknown fields are ignored, so that old and new
 * versions can share a node.
 */
public final class NodeJson {
    private static final int LONGEST_BYTES = 16 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private NodeJson() {}

    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static <T> T read(String path, byte @Nullable [] data, Class<T> type) {
        return read(path, data, type, LONGEST_BYTES);
    }

    public static <T> T read(String path, byte @Nullable [] data, Class<T> type, int longestBytes) {
        if (data == null || data.length == 0 || data.length > longestBytes) {
            throw new IllegalStateException("The ZooKeeper node %s holds %d bytes; between 1 and %d were expected."
                    .formatted(path, data == null ? 0 : data.length, longestBytes));
        }
        try {
            return MAPPER.readValue(data, type);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "The ZooKeeper node %s does not hold what this version understands: %s"
                            .formatted(path, e.getOriginalMessage()),
                    e);
        }
    }
}
