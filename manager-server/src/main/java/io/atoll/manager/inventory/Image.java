package io.atoll.manager.inventory;

import io.atoll.manager.api.Naming;
import io.atoll.model.ClusterId;
import io.atoll.model.ImageId;
import io.atoll.model.PoolId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A disk image in a pool, from which the disks of VMs are cloned. */
public record Image(
        ImageId id,
        Naming naming,
        long revision,
        Instant createdAt,
        ClusterId clusterId,
        PoolId poolId,
        Format format,
        String osHint,
        Source source,
        State state,
        @Nullable Content content,
        @Nullable Failure failure) {
    /** What the bytes claim to be; never guessed. */
    public enum Format {
        QCOW2,
        RAW
    }

    /** Where the bytes come from. */
    public enum SourceType {
        UPLOAD,
        URL
    }

    /** Where the image is in its life. */
    public enum State {
        AWAITING_UPLOAD,
        UPLOADING,
        IMPORTING,
        READY,
        FAILED,
        DELETING
    }

    /** Where the bytes come from, and the digest they must have; without one the image is shown as unverified. */
    public record Source(
            SourceType type, @Nullable String url, @Nullable String expectedSha256) {}

    /** What came. {@code virtualSizeBytes} is the size of the disk a guest sees. */
    public record Content(
            long sizeBytes, String sha256, @Nullable Long virtualSizeBytes) {}

    /** Why there is no image, for people. */
    public record Failure(String code, String detail) {}

    public String name() {
        return naming.name();
    }

    /** The size of a disk cloned from the image, in whole GiB; none before the image is ready. */
    public @Nullable Integer virtualSizeGiB() {
        if (content == null || content.virtualSizeBytes == null) {
            return null;
        }
        return Math.toIntExact(Math.ceilDiv(content.virtualSizeBytes, 1L << 30));
    }

    public Image in(State newState) {
        return new Image(
                id, naming, revision, createdAt, clusterId, poolId, format, osHint, source, newState, content, null);
    }

    public Image failed(Failure newFailure) {
        return new Image(
                id,
                naming,
                revision,
                createdAt,
                clusterId,
                poolId,
                format,
                osHint,
                source,
                State.FAILED,
                content,
                newFailure);
    }

    public Image holding(Content newContent) {
        return new Image(
                id, naming, revision, createdAt, clusterId, poolId, format, osHint, source, state, newContent, failure);
    }

    public Image named(Naming newNaming) {
        return new Image(
                id, newNaming, revision, createdAt, clusterId, poolId, format, osHint, source, state, content, failure);
    }
}
