package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import com.google.protobuf.ByteString;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.ScreenshotPart;
import io.atoll.agent.v1.ScreenshotRequest;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.ScreenPicture;
import io.atoll.model.VmId;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves Screenshot. A guest stands still while QEMU draws, and a picture takes memory of the agent: few at a time, and of one VM
 * not more than two a second.
 */
final class ScreenCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ScreenCalls.class);
    private static final int AT_A_TIME = 2;
    private static final int PART_BYTES = 1 << 20;
    private static final Duration BETWEEN_TWO = Duration.ofMillis(500);

    private final Hypervisor hypervisor;
    private final Executor executor;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final Map<VmId, Long> lastNanos = new HashMap<>();

    ScreenCalls(Hypervisor hypervisor, Executor executor) {
        this.hypervisor = hypervisor;
        this.executor = executor;
    }

    void take(ScreenshotRequest request, ServerCallStreamObserver<ScreenshotPart> observer) {
        var violations = new Violations();
        var vm = violations.read("vm_id", () -> VmId.parse(request.getVmId()));
        violations.throwIfAny();
        var outbound = new Outbound<>(observer);
        executor.execute(() -> take(sound(vm), outbound, observer));
    }

    private void take(VmId vm, Outbound<ScreenshotPart> outbound, ServerCallStreamObserver<ScreenshotPart> observer) {
        if (!places.tryAcquire()) {
            observer.onError(Refusals.status(
                    RefusalCode.HOST_BUSY,
                    "This host makes %d pictures at a time, its limit.".formatted(AT_A_TIME),
                    "Try again in a second."));
            return;
        }
        try {
            requireNotTooSoon(vm);
            send(hypervisor.screenshot(vm), outbound, observer);
        } catch (RuntimeException e) {
            if (!observer.isCancelled()) {
                observer.onError(Refusals.status(e));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the agent stops
        } finally {
            places.release();
        }
    }

    private void requireNotTooSoon(VmId vm) {
        var now = System.nanoTime();
        synchronized (lastNanos) {
            lastNanos.values().removeIf(at -> now - at >= BETWEEN_TWO.toNanos());
            if (lastNanos.putIfAbsent(vm, now) != null) {
                throw new RefusedException(
                        RefusalCode.HOST_BUSY,
                        "A picture of VM %s was taken less than %d ms ago.".formatted(vm, BETWEEN_TWO.toMillis()),
                        "Try again in a second.");
            }
        }
    }

    private static void send(
            ScreenPicture picture, Outbound<ScreenshotPart> outbound, ServerCallStreamObserver<ScreenshotPart> observer)
            throws InterruptedException {
        var png = picture.png();
        LOG.debug("Picture width={} height={} bytes={}", picture.widthPixels(), picture.heightPixels(), png.length);
        for (var at = 0; at < png.length; at += PART_BYTES) {
            if (!outbound.awaitReady()) {
                return;
            }
            var data = ByteString.copyFrom(png, at, Math.min(PART_BYTES, png.length - at));
            outbound.send(ScreenshotPart.newBuilder().setData(data).build());
        }
        observer.onCompleted();
    }
}
