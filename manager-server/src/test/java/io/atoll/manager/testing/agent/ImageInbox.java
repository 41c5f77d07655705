package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.ImageChunk;
import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.ImageWritten;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes images, and keeps their number of bytes only. */
public final class ImageInbox {
    private final AtomicInteger breaks = new AtomicInteger();
    private volatile boolean takesNothing;

    /** The next transfers break after the first bytes. */
    public void breaksTransfers(int count) {
        breaks.set(count);
    }

    /** It accepts transfers and never reads their bytes, or again does. */
    public void stalls(boolean stalled) {
        takesNothing = stalled;
    }

    StreamObserver<ImageChunk> receive(StreamObserver<ImageWritten> observer) {
        var call = (io.grpc.stub.ServerCallStreamObserver<ImageWritten>) observer;
        call.setOnCancelHandler(() -> {});
        if (takesNothing) {
            call.disableAutoRequest();
        }
        return new Transfer(observer);
    }

    private final class Transfer implements StreamObserver<ImageChunk> {
        private final StreamObserver<ImageWritten> observer;
        private @Nullable ImageHeader header;
        private long bytes;
        private boolean broken;

        Transfer(StreamObserver<ImageWritten> observer) {
            this.observer = observer;
        }

        @Override
        public void onNext(ImageChunk chunk) {
            if (chunk.hasHeader()) {
                header = chunk.getHeader();
            } else if (!broken) {
                bytes += chunk.getData().size();
                if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    broken = true;
                    observer.onError(Status.UNAVAILABLE.asRuntimeException());
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            broken = true;
        }

        @Override
        public void onCompleted() {
            var told = header;
            if (!broken && told != null) {
                observer.onNext(ImageWritten.newBuilder()
                        .setSizeBytes(bytes)
                        .setVirtualSizeBytes(1L << 30)
                        .setSha256(told.getSha256())
                        .setFormat(told.getFormat())
                        .build());
                observer.onCompleted();
            }
        }
    }
}
