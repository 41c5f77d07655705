package io.atoll.manager.agentlink.internal;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.ImageChunk;
import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.ImageWritten;
import io.atoll.agent.v1.Progress;
import io.atoll.manager.agentlink.AgentOutcome;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one image's bytes, as fast as the host takes them. */
final class ImageTransfer implements ClientResponseObserver<ImageChunk, ImageWritten> {
    private static final int CHUNK_BYTES = 256 * 1024;
    /** After the last byte the host still syncs and compares the digest. */
    private static final int FINISH_MINUTES = 30;

    private final AgentChannels.AgentChannel channel;
    private final Duration patience;
    private final ImageHeader header;
    private final Consumer<Progress> onProgress;
    private final Gate ready = new Gate();
    private final CompletableFuture<AgentOutcome> outcome = new CompletableFuture<>();
    private @Nullable ImageWritten written;
    private @Nullable ClientCallStreamObserver<ImageChunk> call;

    /** @param patience how long the host may take no bytes at all */
    ImageTransfer(
            AgentChannels.AgentChannel channel, ImageHeader header, Consumer<Progress> onProgress, Duration patience) {
        this.patience = patience;
        this.channel = channel;
        this.header = header;
        this.onProgress = onProgress;
    }

    AgentOutcome send(InputStream content) {
        var chunks = AgentServiceGrpc.newStub(channel.channel()).writeImage(this);
        boolean allSent = false;
        try {
            chunks.onNext(ImageChunk.newBuilder().setHeader(header).build());
            if (sendBytes(content)) {
                chunks.onCompleted();
            }
            allSent = true;
            return outcome.get(FINISH_MINUTES, TimeUnit.MINUTES);
        } catch (IOException e) {
            cancel();
            return new AgentOutcome.Unavailable("The image cannot be read here: " + e.getMessage());
        } catch (ExecutionException | TimeoutException _) {
            cancel();
            return new AgentOutcome.Unavailable(
                    allSent
                            ? "The host did not say in time whether the image is complete."
                            : "The host took none of the image's bytes for %d s.".formatted(patience.toSeconds()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            cancel();
            return new AgentOutcome.Unavailable("The transfer was interrupted here.");
        } catch (RuntimeException e) {
            // Whoever watches the progress does not lead any more. A call left open would lock the image on the host.
            cancel();
            throw e;
        }
    }

    /** False when the host ended the call before all was sent. */
    private boolean sendBytes(InputStream content) throws IOException, TimeoutException {
        var observer = observer();
        long sent = 0;
        long total = header.getSizeBytes();
        while (sent < total) {
            byte[] bytes = content.readNBytes((int) Math.min(CHUNK_BYTES, total - sent));
            if (bytes.length == 0) {
                throw new IOException("it ends after %d of %d bytes".formatted(sent, total));
            }
            if (!ready.await(observer::isReady, patience)) {
                return false;
            }
            observer.onNext(
                    ImageChunk.newBuilder().setData(ByteString.copyFrom(bytes)).build());
            sent += bytes.length;
            onProgress.accept(Progress.newBuilder()
                    .setBytesDone(sent)
                    .setBytesTotal(total)
                    .setPercent((int) (sent * 100 / total))
                    .build());
        }
        return true;
    }

    private void cancel() {
        observer().cancel("given up", null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ImageChunk> requests) {
        call = requests;
        requests.setOnReadyHandler(ready::signal);
    }

    @Override
    public void onNext(ImageWritten answer) {
        written = answer;
    }

    @Override
    public void onError(Throwable failure) {
        outcome.complete(
                failure instanceof StatusRuntimeException status
                        ? CallFailures.outcome(status, channel)
                        : new AgentOutcome.Unavailable("The connection to the host broke."));
        ready.open();
    }

    @Override
    public void onCompleted() {
        ImageWritten answer = written;
        outcome.complete(
                answer == null
                        ? new AgentOutcome.Unavailable("The host ended the transfer without an answer.")
                        : new AgentOutcome.Completed(
                                Done.newBuilder().setImage(answer).build()));
        ready.open();
    }

    private ClientCallStreamObserver<ImageChunk> observer() {
        ClientCallStreamObserver<ImageChunk> current = call;
        if (current == null) {
            throw new IllegalStateException("The call has not begun.");
        }
        return current;
    }
}
