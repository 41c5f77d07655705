package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import io.atoll.agent.operation.LeaderEpochs;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.agent.v1.ImageChunk;
import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.ImageWritten;
import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.model.PoolId;
import io.atoll.storage.ExpectedImage;
import io.atoll.storage.ImageUpload;
import io.atoll.storage.ReceivedImage;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves WriteImage: the next bytes are asked for when the last ones are written, so nothing piles up. */
final class ImageCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCalls.class);
    private static final int LARGEST_CHUNK_BYTES = 1 << 20;

    private final AttachedPools pools;
    private final LeaderEpochs leaders;

    ImageCalls(AttachedPools pools, LeaderEpochs leaders) {
        this.pools = pools;
        this.leaders = leaders;
    }

    StreamObserver<ImageChunk> write(StreamObserver<ImageWritten> answer) {
        return new Reception(answer);
    }

    private ImageUpload begin(ImageHeader header) {
        leaders.admit(OperationDecoder.epoch(header.getLeaderEpoch()));
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(header.getPoolId()));
        var image = violations.read("image_id", () -> ImageId.parse(header.getImageId()));
        var format = violations.read("format", () -> HostOperations.format(header.getFormat()));
        var size = violations.read("size_bytes", () -> new Bytes(header.getSizeBytes()));
        violations.throwIfAny();
        var sha256 = header.getSha256().isEmpty() ? null : header.getSha256();
        var upload = pools.require(sound(pool))
                .images()
                .receive(sound(image), new ExpectedImage(sound(format), sound(size), sha256));
        LOG.info("Receiving image={} pool={} bytes={}", image, pool, size);
        return upload;
    }

    private static ImageWritten written(ReceivedImage received) {
        return ImageWritten.newBuilder()
                .setPath(received.path().toString())
                .setSizeBytes(received.size().value())
                .setVirtualSizeBytes(received.virtualSize().value())
                .setFormat(received.format().driverName())
                .setSha256(received.sha256())
                .build();
    }

    /** One image on its way; gRPC calls one method at a time. */
    private final class Reception implements StreamObserver<ImageChunk> {
        private final StreamObserver<ImageWritten> answer;
        private @Nullable ImageUpload upload;
        private boolean over;

        Reception(StreamObserver<ImageWritten> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(ImageChunk chunk) {
            if (over) {
                return;
            }
            try {
                take(chunk);
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void take(ImageChunk chunk) {
            switch (chunk.getPartCase()) {
                case HEADER -> {
                    requireOrder(upload == null, "the header comes first and once");
                    upload = begin(chunk.getHeader());
                }
                case DATA -> {
                    var open = upload;
                    requireOrder(open != null, "the header comes first");
                    requireOrder(
                            chunk.getData().size() <= LARGEST_CHUNK_BYTES,
                            "%d bytes in one part, the limit is %d"
                                    .formatted(chunk.getData().size(), LARGEST_CHUNK_BYTES));
                    sound(open).write(chunk.getData().asReadOnlyByteBuffer());
                }
                case PART_NOT_SET -> requireOrder(false, "a part without content");
            }
        }

        @Override
        public void onCompleted() {
            if (over) {
                return;
            }
            try {
                var open = upload;
                requireOrder(open != null, "the header is missing");
                var received = sound(open).finish();
                over = true;
                sound(open).close();
                LOG.info("Received image path={} bytes={}", received.path(), received.size());
                answer.onNext(written(received));
                answer.onCompleted();
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        @Override
        public void onError(Throwable gone) {
            LOG.info("The sender of an image went away reason=\"{}\"", gone.getMessage());
            over = true;
            closeUpload();
        }

        private void fail(RuntimeException failure) {
            over = true;
            closeUpload();
            answer.onError(failure instanceof io.grpc.StatusRuntimeException ? failure : Refusals.status(failure));
        }

        private void closeUpload() {
            if (upload != null) {
                upload.close();
                upload = null;
            }
        }

        private static void requireOrder(boolean right, String problem) {
            if (!right) {
                throw Refusals.status(RefusalCode.VALIDATION_FAILED, "The image was sent wrongly: " + problem + ".");
            }
        }
    }
}
