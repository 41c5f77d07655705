package io.atoll.storage.image;

import io.atoll.model.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a qcow2 header that passed every check of form: sizes are within bounds and tables lie inside the file.
 * Whether its backing file, if it names one, is welcome is for the caller to say.
 */
public record Qcow2Header(
        int version,
        Bytes virtualSize,
        int clusterBits,
        TablePlace l1Table,
        TablePlace refcountTable,
        @Nullable String backingFile,
        @Nullable String backingFormat) {

    /** Where a table of 8-byte entries starts in the file, and how many it has. */
    public record TablePlace(long offsetBytes, int entryCount) {}

    /** What came of reading a header. */
    public sealed interface Reading {
        /** The header is well-formed. */
        record Read(Qcow2Header header) implements Reading {}

        /** The header is not one we accept from anyone, ourselves included. */
        record Refused(ImageRefusal refusal) implements Reading {}
    }

    public long clusterSizeBytes() {
        return 1L << clusterBits;
    }
}
