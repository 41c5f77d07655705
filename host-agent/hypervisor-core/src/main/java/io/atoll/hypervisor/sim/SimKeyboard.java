package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.KeysPressed;
import io.atoll.hypervisor.api.KeysPressed.Ending;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.keyboard.KeyChord;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The keyboard of one simulated VM. */
final class SimKeyboard {

    private final SimWorld world;
    private final SimMachine machine;

    SimKeyboard(SimWorld world, SimMachine machine) {
        this.world = world;
        this.machine = machine;
    }

    KeysPressed press(Keystrokes keystrokes, CompletableFuture<?> givenUp) {
        var end = world.locked(() -> {
            requireListening();
            return world.now().plus(keystrokes.deadline());
        });
        var pressed = 0;
        for (var chord : keystrokes.chords()) {
            var ending = givenUp.isDone() ? Ending.GIVEN_UP : world.locked(() -> press(chord, end));
            if (ending != null) {
                return new KeysPressed(pressed, ending);
            }
            pressed++;
            world.pace().pause(keystrokes.lasting(chord));
        }
        return new KeysPressed(pressed, Ending.COMPLETE);
    }

    /** Null when the chord was pressed. */
    private @Nullable Ending press(KeyChord chord, Instant end) {
        if (world.now().isAfter(end)) {
            return Ending.DEADLINE;
        }
        if (!isListening()) {
            return Ending.NOT_RUNNING;
        }
        machine.pressed(chord);
        return null;
    }

    private boolean isListening() {
        return machine.state() instanceof VmState.Running || machine.state() instanceof VmState.Stopping;
    }

    private void requireListening() {
        if (!isListening()) {
            throw HypervisorException.wrongState(
                    machine.id(),
                    new Transition.Refused(
                            "pressing keys is not possible because it is %s"
                                    .formatted(machine.state().label()),
                            VmLifecycle.allowedCommands(machine.state())));
        }
    }
}
