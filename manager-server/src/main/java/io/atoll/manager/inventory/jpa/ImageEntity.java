package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Image.Content;
import io.atoll.manager.inventory.Image.Failure;
import io.atoll.manager.inventory.Image.Source;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.model.ClusterId;
import io.atoll.model.ImageId;
import io.atoll.model.PoolId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code image}. */
@Entity
@Table(name = "image")
class ImageEntity extends NamedEntity {
    private UUID clusterId;
    private UUID poolId;

    @Enumerated(EnumType.STRING)
    private Image.Format format;

    private String osHint;

    @Enumerated(EnumType.STRING)
    private Image.SourceType sourceType;

    private @Nullable String sourceUrl;

    @Column(name = "expected_sha256")
    private @Nullable String expectedSha256;

    @Enumerated(EnumType.STRING)
    private Image.State state;

    private @Nullable Long sizeBytes;
    private @Nullable Long virtualSizeBytes;

    @Column(name = "sha256")
    private @Nullable String sha256;

    private @Nullable String failureCode;
    private @Nullable String failureDetail;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ImageEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    ImageEntity(Image image) {
        super(image.id().value(), image.naming(), image.createdAt());
        set(image);
    }

    final void set(Image image) {
        naming(image.naming());
        clusterId = image.clusterId().value();
        poolId = image.poolId().value();
        format = image.format();
        osHint = image.osHint();
        sourceType = image.source().type();
        sourceUrl = image.source().url();
        expectedSha256 = image.source().expectedSha256();
        state = image.state();
        var content = image.content();
        sizeBytes = content == null ? null : content.sizeBytes();
        sha256 = content == null ? null : content.sha256();
        virtualSizeBytes = content == null ? null : content.virtualSizeBytes();
        var failure = image.failure();
        failureCode = failure == null ? null : failure.code();
        failureDetail = failure == null ? null : failure.detail();
    }

    Image toRecord() {
        var content = sizeBytes == null || sha256 == null ? null : new Content(sizeBytes, sha256, virtualSizeBytes);
        var failure = failureCode == null || failureDetail == null ? null : new Failure(failureCode, failureDetail);
        return new Image(
                new ImageId(id()),
                naming(),
                revision(),
                createdAt(),
                new ClusterId(clusterId),
                new PoolId(poolId),
                format,
                osHint,
                new Source(sourceType, sourceUrl, expectedSha256),
                state,
                content,
                failure);
    }
}
