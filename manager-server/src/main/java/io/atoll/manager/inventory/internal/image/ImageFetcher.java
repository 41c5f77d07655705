package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.egress.EgressClient;
import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressLimits;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Image.Content;
import io.atoll.manager.inventory.internal.image.ImageJudge.JudgingStream;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepProgress;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Fetches an image's URL into the spool. Always from the beginning: what was there before may be half of it. */
@Component
class ImageFetcher {
    private static final EgressLimits LIMITS =
            new EgressLimits(ImageJudge.LARGEST_BYTES, Duration.ofHours(6), 16 << 10, Duration.ofSeconds(30));

    private final EgressClient egress;
    private final ImageSpool spool;
    private final Clock clock;

    ImageFetcher(EgressClient egress, ImageSpool spool, Clock clock) {
        this.egress = egress;
        this.spool = spool;
        this.clock = clock;
    }

    Content fetch(Image image, StepContext context) {
        var url = image.source().url();
        if (url == null) {
            throw new IllegalStateException("Image %s has no URL.".formatted(image.id()));
        }
        var room = Math.min(LIMITS.sizeBytes(), spool.roomBytes());
        var limits = new EgressLimits(room, LIMITS.total(), LIMITS.leastBytesPerSecond(), LIMITS.ratePeriod());
        var file = spool.file(image.id());
        try (var bytes = new FileOutputStream(file.toFile());
                var sink = new JudgingStream(bytes, image.format(), -1)) {
            var fetched = egress.fetch(url, limits, sink, progress(context));
            bytes.getFD().sync();
            ImageUploads.requireDigest(image, fetched.sha256());
            ImageJudge.judgeFile(file, image.format());
            return new Content(fetched.sizeBytes(), fetched.sha256(), null);
        } catch (EgressException e) {
            throw new AtollException(code(e), String.valueOf(e.getMessage()));
        } catch (IOException _) {
            throw new AtollException(ErrorCode.SPACE_EXHAUSTED, "The image cannot be stored on the manager's disk.");
        }
    }

    private EgressClient.Progress progress(StepContext context) {
        var start = context.now();
        return (done, total) -> {
            if (context.cancelRequested()) {
                throw new EgressException(EgressException.Reason.CANCELLED, "The download was cancelled.");
            }
            var seconds = Math.max(1, Duration.between(start, clock.instant()).toSeconds());
            int percent = total > 0 ? (int) (100 * done / total) : 0;
            context.progress(new StepProgress(percent, done, Math.max(0, total), done / seconds, "downloading"));
        };
    }

    private static ErrorCode code(EgressException e) {
        return switch (e.reason()) {
            case URL_REFUSED, ADDRESS_REFUSED -> ErrorCode.URL_REFUSED;
            case TRANSFER_FAILED, LIMIT_REACHED, CANCELLED -> ErrorCode.DOWNLOAD_FAILED;
            case STORE_FAILED -> ErrorCode.SPACE_EXHAUSTED;
        };
    }
}
