package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.internal.SampleBucket.Means;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The rows of a bucket in Postgres' binary form of COPY ("Binary Format" in its documentation of COPY), in the order of
 * {@link SampleKind#columns()}.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int NULL = -1;
    private static final int NO_MORE_ROWS = -1;

    private CopyRows() {}

    static byte[] of(SampleKind kind, SampleBucket bucket) {
        var rows = bucket.of(kind);
        var bytes = new ByteArrayOutputStream(64 + rows.size() * 256);
        try (var out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            out.writeInt(0); // flags
            out.writeInt(0); // length of the header's extension
            long atMicros = Duration.between(POSTGRES_EPOCH, bucket.begin()).toMillis() * 1_000;
            for (var row : rows.entrySet()) {
                write(out, kind, row.getKey(), atMicros, row.getValue());
            }
            out.writeShort(NO_MORE_ROWS);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, SampleKind kind, UUID id, long atMicros, Means means)
            throws IOException {
        var maxima = kind.figuresWithMaximum();
        out.writeShort(kind.figures().size() + maxima.size() + 4);
        out.writeInt(16);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        out.writeInt(8);
        out.writeLong(atMicros);
        for (var figure : kind.figures()) {
            real(out, means.mean(figure.ordinal()));
        }
        for (var figure : maxima) {
            real(out, means.maximum(figure.ordinal()));
        }
        out.writeInt(2);
        out.writeShort(Math.min(means.samples(), Short.MAX_VALUE));
        out.writeInt(1);
        out.writeByte(means.clockOff() ? 1 : 0);
    }

    private static void real(DataOutputStream out, double value) throws IOException {
        if (Double.isNaN(value)) {
            out.writeInt(NULL);
        } else {
            out.writeInt(4);
            out.writeFloat((float) value);
        }
    }
}
