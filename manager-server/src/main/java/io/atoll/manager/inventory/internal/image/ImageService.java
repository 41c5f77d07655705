package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.egress.EgressClient;
import io.atoll.manager.egress.EgressException;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Image.Source;
import io.atoll.manager.inventory.Image.SourceType;
import io.atoll.manager.inventory.Image.State;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.ImageStore;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ImageId;
import io.atoll.model.PoolId;
import java.time.Clock;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, names and deletes images. Their bytes come through {@link ImageUploads}, or by the task this submits. */
@Service
@Transactional
public class ImageService {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_HINT_CHARS = 64;

    private final ImageParts parts;
    private final VmCensus census;
    private final InventoryEvents events;
    private final ImageTasks tasks;
    private final EgressClient egress;
    private final Ids ids;
    private final Clock clock;

    ImageService(
            ImageParts parts,
            VmCensus census,
            InventoryEvents events,
            ImageTasks tasks,
            EgressClient egress,
            Ids ids,
            Clock clock) {
        this.parts = parts;
        this.census = census;
        this.events = events;
        this.tasks = tasks;
        this.egress = egress;
        this.ids = ids;
        this.clock = clock;
    }

    /** What the service reads and writes. */
    @Component
    record ImageParts(PoolStore pools, ImageStore images, ImageChanges changes) {}

    /** What a client may say of a new image. */
    public record Draft(
            @Nullable String poolId,
            @Nullable String format,
            @Nullable String sourceType,
            @Nullable String url,
            @Nullable String sha256,
            @Nullable String osHint) {}

    /** The image, and the task that fetches or deletes it; none while it waits for an upload. */
    public record Submitted(ImageId image, @Nullable TaskId task) {}

    public Submitted create(NamingPatch name, Draft draft, String requestedBy) {
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var poolId = check.id("spec.poolId", draft.poolId, PoolId::new);
        var format = check.choice(
                "spec.format",
                check.present("spec.format", draft.format, "QCOW2"),
                Image.Format.class,
                Image.Format.QCOW2);
        var source = source(draft, check);
        var hint = draft.osHint == null ? "" : check.text("spec.osHint", draft.osHint, LONGEST_HINT_CHARS);
        check.done();
        var pool = usablePool(poolId);
        var byUrl = source.type() == SourceType.URL;
        var image = new Image(
                new ImageId(ids.next()),
                naming,
                0,
                clock.instant(),
                pool.clusterId(),
                poolId,
                format,
                hint,
                source,
                byUrl ? State.IMPORTING : State.AWAITING_UPLOAD,
                null,
                null);
        ConstraintGuard.unique("image", naming.name(), () -> parts.images.insert(image));
        events.image(image.id(), Change.CREATED);
        return new Submitted(image.id(), byUrl ? tasks.pull(image, requestedBy) : null);
    }

    public void rename(ImageId id, IfMatch ifMatch, NamingPatch name) {
        var before = parts.changes.lock(id);
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = before.named(name.applyTo(before.naming(), check));
        check.done();
        ConstraintGuard.unique("image", after.name(), () -> parts.changes.change(id, _ -> after));
    }

    public TaskId delete(ImageId id, IfMatch ifMatch, String requestedBy) {
        var image = parts.changes.lock(id);
        ifMatch.require(image.revision());
        switch (image.state()) {
            case AWAITING_UPLOAD, READY, FAILED -> {}
            case UPLOADING, IMPORTING, DELETING ->
                throw new AtollException(
                        ErrorCode.IMAGE_WRONG_STATE,
                        "Image %s is %s. Cancel its task first, or wait.".formatted(image.name(), image.state()));
        }
        var users = census.usersOf(id);
        if (!users.isEmpty()) {
            throw new AtollException(
                    ErrorCode.IMAGE_IN_USE,
                    "The disks of %s are linked clones of image %s.".formatted(String.join(", ", users), image.name()));
        }
        parts.changes.change(id, before -> before.in(State.DELETING));
        return tasks.delete(image, requestedBy);
    }

    private Source source(Draft draft, InputCheck check) {
        var type = check.choice(
                "spec.source.type",
                check.present("spec.source.type", draft.sourceType, "UPLOAD"),
                SourceType.class,
                SourceType.UPLOAD);
        var sha256 = draft.sha256 == null ? null : draft.sha256.toLowerCase(Locale.ROOT);
        check.require(
                sha256 == null || SHA256.matcher(sha256).matches(),
                "spec.sha256",
                "spec.sha256 must be 64 hexadecimal digits.");
        return switch (type) {
            case UPLOAD -> {
                check.require(draft.url == null, "spec.source.url", "An UPLOAD has no url.");
                yield new Source(type, null, sha256);
            }
            case URL -> {
                var url = check.present("spec.source.url", draft.url, "");
                checkUrl(url, check);
                yield new Source(type, url, sha256);
            }
        };
    }

    private void checkUrl(String url, InputCheck check) {
        try {
            egress.check(url);
        } catch (EgressException e) {
            check.refuse("spec.source.url", String.valueOf(e.getMessage()));
        }
    }

    private Pool usablePool(PoolId id) {
        var pool = parts.pools
                .find(id.value())
                .orElseThrow(() ->
                        new AtollException(ErrorCode.POOL_NOT_FOUND, "There is no storage pool %s.".formatted(id)));
        if (pool.state() != Pool.State.READY) {
            throw new AtollException(
                    ErrorCode.POOL_WRONG_STATE,
                    "Pool %s is %s; an image needs one that is READY.".formatted(pool.name(), pool.state()));
        }
        return pool;
    }
}
