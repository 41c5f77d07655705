package io.atoll.manager.console.internal;

import io.atoll.manager.agentlink.GuestConsole;
import io.atoll.manager.agentlink.GuestConsole.Ending;
import io.atoll.manager.console.ConsoleTargets;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Service;

/** A VM's screen as a picture, and its keyboard, where the VM runs. Refuses with VM_NOT_FOUND and VM_WRONG_STATE. */
@Service
public class GuestKeyboard {
    /** With the agent's pause after each: some thirty letters a second, twenty with shift, which slow guests keep up with. */
    private static final Duration HOLD_OF_TYPING = Duration.ofMillis(10);

    private final ConsoleTargets targets;
    private final GuestConsole guests;

    GuestKeyboard(ConsoleTargets targets, GuestConsole guests) {
        this.targets = targets;
        this.guests = guests;
    }

    /** How far a text came. */
    public record Typed(int characters, Ending ending) {}

    /** The VM's display now, as a PNG. */
    public byte[] screenshot(VmId vm) {
        return guests.screenshot(targets.require(vm).host(), vm);
    }

    /** Presses a chord and lets it go. */
    public void press(VmId vm, KeyChord chord, Duration hold) {
        var limit = hold.multipliedBy(2L * chord.keys().size()).plusSeconds(5);
        var pressed = type(vm, List.of(chord), hold, limit);
        if (pressed.ending() != Ending.COMPLETE) {
            throw new AtollException(
                    ErrorCode.VM_WRONG_STATE,
                    "The keys were not pressed: %s."
                            .formatted(
                                    pressed.ending() == Ending.NOT_RUNNING
                                            ? "the VM no longer runs there"
                                            : "it was stopped, or took longer than %d s".formatted(limit.toSeconds())),
                    Hint.of("Look at the VM's state and try again."));
        }
    }

    /** Types a text, until the deadline at the latest. */
    public Typed type(VmId vm, TypedText text, Duration deadline) {
        var typed = type(vm, text.chords(), HOLD_OF_TYPING, deadline);
        return new Typed(text.charactersIn(typed.chords()), typed.ending());
    }

    /** Ends what is being typed into the VM; false when nothing was. */
    public boolean stop(VmId vm) {
        return guests.stopTyping(targets.require(vm).host(), vm);
    }

    private GuestConsole.TypedKeys type(VmId vm, List<KeyChord> chords, Duration hold, Duration deadline) {
        var console = targets.require(vm);
        if (console.moving()) {
            throw new AtollException(
                    ErrorCode.VM_WRONG_STATE,
                    "The VM is being migrated; what is typed now could be lost on the way.",
                    Hint.of("Wait until it runs on its new host."));
        }
        return guests.type(console.host(), vm, console.epoch(), chords, hold, deadline);
    }
}
