package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.StopTypingRequest;
import io.atoll.agent.v1.StopTypingResponse;
import io.atoll.agent.v1.TypeKeysRequest;
import io.atoll.agent.v1.TypeKeysResponse;
import io.atoll.agent.vm.VmHost;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves TypeKeys and StopTyping. Not an operation: operations are repeated until their end is known, and what is typed twice is
 * wrong. What is typed may be a password, so keys are neither logged nor kept.
 */
final class KeyboardCalls {
    private static final Logger LOG = LoggerFactory.getLogger(KeyboardCalls.class);

    private final VmHost vms;
    private final Executor executor;
    private final Map<VmId, CompletableFuture<Void>> typing = new ConcurrentHashMap<>();

    KeyboardCalls(VmHost vms, Executor executor) {
        this.vms = vms;
        this.executor = executor;
    }

    /** What to press, of which VM, as of which epoch. */
    private record Order(VmId vm, VmEpoch epoch, Keystrokes keystrokes) {}

    void type(TypeKeysRequest request, ServerCallStreamObserver<TypeKeysResponse> observer) {
        var order = read(request);
        var givenUp = new CompletableFuture<Void>();
        if (typing.putIfAbsent(order.vm(), givenUp) != null) {
            throw new RefusedException(
                    RefusalCode.VM_BUSY,
                    "Keys of VM %s are being pressed for somebody else.".formatted(order.vm()),
                    "Try again when that has ended, or stop it.");
        }
        observer.setOnCancelHandler(() -> givenUp.complete(null));
        executor.execute(() -> type(order, givenUp, observer));
    }

    private void type(
            Order order, CompletableFuture<Void> givenUp, ServerCallStreamObserver<TypeKeysResponse> observer) {
        try {
            var pressed = vms.type(order.vm(), order.epoch(), order.keystrokes(), givenUp);
            LOG.info(
                    "Keys pressed vm={} chords={} of={} ending={}",
                    order.vm(),
                    pressed.chords(),
                    order.keystrokes().chords().size(),
                    pressed.ending());
            typing.remove(order.vm(), givenUp); // before the answer: whoever has it may type on
            if (!observer.isCancelled()) {
                observer.onNext(TypeKeysResponse.newBuilder()
                        .setChordsPressed(pressed.chords())
                        .setEnding(pressed.ending().name())
                        .build());
                observer.onCompleted();
            }
        } catch (RuntimeException e) {
            if (!observer.isCancelled()) {
                observer.onError(Refusals.status(e));
            }
        } finally {
            typing.remove(order.vm(), givenUp);
        }
    }

    StopTypingResponse stop(StopTypingRequest request) {
        var violations = new Violations();
        var vm = violations.read("vm_id", () -> VmId.parse(request.getVmId()));
        violations.throwIfAny();
        var typed = typing.get(sound(vm));
        return StopTypingResponse.newBuilder()
                .setWasTyping(typed != null && typed.complete(null))
                .build();
    }

    private static Order read(TypeKeysRequest request) {
        var violations = new Violations();
        var vm = violations.read("vm_id", () -> VmId.parse(request.getVmId()));
        violations.require(request.getEpoch() >= 1, "epoch", "it must be 1 to 2^63-1");
        var keystrokes = violations.read(
                "chords",
                () -> new Keystrokes(
                        request.getChordsList().stream()
                                .limit(Keystrokes.MOST_CHORDS + 1)
                                .map(chord -> new KeyChord(chord.getKeysList()))
                                .toList(),
                        Duration.ofMillis(Integer.toUnsignedLong(request.getHoldMs())),
                        Duration.ofMillis(Integer.toUnsignedLong(request.getDeadlineMs()))));
        violations.throwIfAny();
        return new Order(sound(vm), new VmEpoch(request.getEpoch()), sound(keystrokes));
    }
}
