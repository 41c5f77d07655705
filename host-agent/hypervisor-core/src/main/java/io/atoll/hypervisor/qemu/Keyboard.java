package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.KeysPressed;
import io.atoll.hypervisor.api.KeysPressed.Ending;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * The keyboard of one process. QEMU lets the keys of a chord go by itself, so however this ends, none stays down. A PS/2
 * keyboard holds 16 bytes for a guest that does not look; the pause after each chord lets the guest keep up.
 */
final class Keyboard {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final QemuRun run;
    private final VmLedger ledger;

    Keyboard(QemuRun run, VmLedger ledger) {
        this.run = run;
        this.ledger = ledger;
    }

    /** Text of two callers does not mix: the second waits for the first, its own deadline goes on meanwhile. */
    KeysPressed press(VmId vm, Keystrokes keystrokes, CompletableFuture<?> givenUp) {
        requireListening(vm);
        var end = System.nanoTime() + keystrokes.deadline().toNanos();
        synchronized (this) {
            return press(vm, keystrokes, end, givenUp);
        }
    }

    private KeysPressed press(VmId vm, Keystrokes keystrokes, long end, CompletableFuture<?> givenUp) {
        var pressed = 0;
        for (var chord : keystrokes.chords()) {
            var step = keystrokes.lasting(chord).plus(PAUSE); // QEMU queues events, and drops them when it has too many
            if (givenUp.isDone()) {
                return new KeysPressed(pressed, Ending.GIVEN_UP);
            }
            if (System.nanoTime() + step.toNanos() > end) {
                return new KeysPressed(pressed, Ending.DEADLINE);
            }
            if (!isListening()) {
                return new KeysPressed(pressed, Ending.NOT_RUNNING);
            }
            try {
                run.execute("send-key", arguments(chord, keystrokes.hold()));
            } catch (QmpException e) {
                if (e.kind() == QmpException.Kind.LOST) {
                    return new KeysPressed(pressed, Ending.NOT_RUNNING);
                }
                throw QemuErrors.of(vm, "Pressing keys of", e);
            }
            pressed++;
            pause(step, givenUp);
        }
        return new KeysPressed(pressed, Ending.COMPLETE);
    }

    private static JsonNode arguments(KeyChord chord, Duration hold) {
        var arguments = StrictJson.object();
        var keys = arguments.putArray("keys");
        chord.keys().forEach(key -> keys.addObject().put("type", "qcode").put("data", key));
        return arguments.put("hold-time", hold.toMillis());
    }

    private static void pause(Duration step, CompletableFuture<?> givenUp) {
        try {
            givenUp.get(step.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // time for the next, or looked at before it
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            givenUp.complete(null);
        }
    }

    /** A guest that stands still would find all the keys at once when it goes on, and lose most. */
    private boolean isListening() {
        return ledger.state() instanceof VmState.Running || ledger.state() instanceof VmState.Stopping;
    }

    private void requireListening(VmId vm) {
        var state = ledger.state();
        if (!isListening()) {
            throw HypervisorException.wrongState(
                    vm,
                    new Transition.Refused(
                            "pressing keys is not possible because it is %s".formatted(state.label()),
                            VmLifecycle.allowedCommands(state)));
        }
    }
}
