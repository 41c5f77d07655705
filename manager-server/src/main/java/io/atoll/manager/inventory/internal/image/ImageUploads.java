package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Image.Content;
import io.atoll.manager.inventory.Image.Failure;
import io.atoll.manager.inventory.Image.SourceType;
import io.atoll.manager.inventory.Image.State;
import io.atoll.manager.inventory.internal.image.ImageJudge.JudgingStream;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ImageId;
import io.atoll.model.LeaderEpoch;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Receives images. Only the leader does, because the file must be where the task runs that sends it on; other managers hand
 * uploads on to it. Blocks for as long as the upload takes; nothing of an upload that ends early stays.
 */
@Component
public class ImageUploads {
    private static final Logger LOG = LoggerFactory.getLogger(ImageUploads.class);
    private static final int MOST_AT_ONCE = 8;
    private static final int BUFFER_BYTES = 1 << 18;

    private final ImageSpool spool;
    private final ImageChanges changes;
    private final ImageTasks tasks;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
    private final Set<ImageId> active = ConcurrentHashMap.newKeySet();

    ImageUploads(
            ImageSpool spool,
            ImageChanges changes,
            ImageTasks tasks,
            Leadership leadership,
            LeaderTransaction transaction) {
        this.spool = spool;
        this.changes = changes;
        this.tasks = tasks;
        this.leadership = leadership;
        this.transaction = transaction;
    }

    /** Images this manager is receiving now. */
    Set<ImageId> active() {
        return Set.copyOf(active);
    }

    /** Takes all of {@code body}; answers the task that carries it on. */
    public TaskId receive(ImageId id, long contentLength, InputStream body, String requestedBy) {
        var epoch = leadership
                .epoch()
                .orElseThrow(() -> new AtollException(
                        ErrorCode.NOT_READY,
                        "This manager ceased to lead just now, and only the leader takes uploads.",
                        Hint.of("Send the upload again.")));
        checkLength(contentLength);
        if (!slots.tryAcquire()) {
            throw new AtollException(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "%d uploads are running, the limit. Try again when one has ended.".formatted(MOST_AT_ONCE));
        }
        try {
            var image = begin(id, contentLength, epoch);
            return take(image, contentLength, body, requestedBy, epoch);
        } finally {
            slots.release();
        }
    }

    private static void checkLength(long contentLength) {
        if (contentLength < 0) {
            throw new AtollException(
                    ErrorCode.BAD_REQUEST, "An upload must say its size in the Content-Length header.");
        }
        if (contentLength > ImageJudge.LARGEST_BYTES) {
            throw new AtollException(
                    ErrorCode.BODY_TOO_LARGE,
                    "The image has %d bytes; the limit is %d.".formatted(contentLength, ImageJudge.LARGEST_BYTES));
        }
        if (contentLength == 0) {
            throw new AtollException(ErrorCode.IMAGE_REFUSED, "The upload is empty.");
        }
    }

    /** The change of state is the lock: a second upload of the same image finds it UPLOADING. */
    private Image begin(ImageId id, long contentLength, LeaderEpoch epoch) {
        return transaction.call(epoch, () -> {
            var image = changes.lock(id);
            var awaited = image.state() == State.AWAITING_UPLOAD || image.state() == State.FAILED;
            if (image.source().type() != SourceType.UPLOAD || !awaited) {
                throw new AtollException(
                        ErrorCode.IMAGE_WRONG_STATE,
                        "Image %s is %s; it does not await an upload.".formatted(image.name(), image.state()));
            }
            spool.requireRoom(contentLength);
            changes.change(id, before -> before.in(State.UPLOADING));
            active.add(id);
            return image;
        });
    }

    private TaskId take(Image image, long contentLength, InputStream body, String requestedBy, LeaderEpoch epoch) {
        try {
            var content = store(image, contentLength, body);
            return transaction.call(epoch, () -> {
                requireStillOurs(image.id());
                changes.change(image.id(), before -> before.in(State.IMPORTING).holding(content));
                return tasks.importUpload(image, requestedBy);
            });
        } catch (IOException e) {
            LOG.info("image={} upload ended early: {}", image.id(), e.toString());
            var incomplete = new AtollException(
                    ErrorCode.BAD_REQUEST, "The upload ended before its %d bytes had come.".formatted(contentLength));
            giveUp(image.id(), incomplete, epoch);
            throw incomplete;
        } catch (RuntimeException e) {
            var lost = new AtollException(ErrorCode.NOT_READY, "The upload could not be taken. Send it again.");
            giveUp(image.id(), e instanceof AtollException refusal ? refusal : lost, epoch);
            throw e;
        } finally {
            active.remove(image.id());
        }
    }

    private Content store(Image image, long contentLength, InputStream body) throws IOException {
        var file = spool.file(image.id());
        try (var bytes = new FileOutputStream(file.toFile());
                var sink = new JudgingStream(bytes, image.format(), contentLength)) {
            var buffer = new byte[BUFFER_BYTES];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                if (sink.bytes() + count > contentLength) {
                    throw new IOException("more bytes than announced");
                }
                sink.write(buffer, 0, count);
            }
            if (sink.bytes() != contentLength) {
                throw new IOException("fewer bytes than announced");
            }
            bytes.getFD().sync();
            var sha256 = sink.sha256Hex();
            requireDigest(image, sha256);
            ImageJudge.judgeFile(file, image.format());
            return new Content(contentLength, sha256, null);
        }
    }

    static void requireDigest(Image image, String sha256) {
        var expected = image.source().expectedSha256();
        if (expected != null && !expected.equals(sha256)) {
            throw new AtollException(
                    ErrorCode.CHECKSUM_MISMATCH,
                    "The bytes have the SHA-256 %s; expected was %s.".formatted(sha256, expected));
        }
    }

    private void requireStillOurs(ImageId id) {
        if (changes.lock(id).state() != State.UPLOADING) {
            throw new AtollException(
                    ErrorCode.IMAGE_WRONG_STATE, "The image was changed while its bytes came. Upload it again.");
        }
    }

    /** Whoever looks at the image later sees why it is not there; it may be uploaded again. */
    private void giveUp(ImageId id, AtollException why, LeaderEpoch epoch) {
        spool.remove(id);
        var failure = new Failure(why.code().name(), String.valueOf(why.getMessage()));
        try {
            transaction.run(
                    epoch,
                    () -> changes.change(
                            id, image -> image.state() == State.UPLOADING ? image.failed(failure) : image));
        } catch (RuntimeException e) {
            LOG.warn("image={} stays UPLOADING until the next leader looks", id, e);
        }
    }
}
