package io.atoll.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.KeysPressed;
import io.atoll.hypervisor.api.KeysPressed.Ending;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.keyboard.KeyChord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What every driver does with a VM's screen and keyboard. */
abstract class ConsoleContract extends TwoHosts {

    private static final Duration HOLD = Duration.ofMillis(20);

    private static Keystrokes typing(String letters) {
        var chords = letters.chars()
                .mapToObj(c -> KeyChord.of(String.valueOf((char) c)))
                .toList();
        return new Keystrokes(chords, HOLD, LONG);
    }

    private KeysPressed type(Keystrokes keystrokes) {
        return n1.type(DB, keystrokes, new CompletableFuture<>());
    }

    @Test
    void aScreenshotIsAPngOfTheDisplaysSize() throws IOException {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);

        var picture = n1.screenshot(DB);

        var image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(picture.png())));
        assertThat(image.getWidth()).isEqualTo(picture.widthPixels()).isPositive();
        assertThat(image.getHeight()).isEqualTo(picture.heightPixels()).isPositive();
    }

    @Test
    void aPausedVmHasADisplayToo() throws IOException {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.PAUSED);

        assertThat(ImageIO.read(new ByteArrayInputStream(n1.screenshot(DB).png())))
                .isNotNull();

        assertThat(state(n1, DB)).isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
    }

    @Test
    void aVmWithoutAProcessHasNeitherDisplayNorKeyboard() {
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.screenshot(DB));
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> type(typing("a")));
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);
        n1.stop(DB);

        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.screenshot(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> type(typing("a")));
    }

    @Test
    void whatIsTypedArrivesInOrder() {
        n1.start(define(DB, "typist", Guest.TYPIST), FIRST, StartMode.RUNNING);
        Await.until("the guest reads", () -> typed(n1, DB).equals(">"), () -> typed(n1, DB));

        assertThat(type(typing("thequickbrownfox"))).isEqualTo(new KeysPressed(16, Ending.COMPLETE));

        Await.until("the text", () -> typed(n1, DB).equals(">thequickbrownfox"), () -> typed(n1, DB));
    }

    @Test
    void aGuestThatStandsStillIsNotTypedInto() {
        n1.start(define(DB, "typist", Guest.TYPIST), FIRST, StartMode.RUNNING);
        Await.until("the guest reads", () -> typed(n1, DB).equals(">"));
        n1.pause(DB);

        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> type(typing("lost")));

        n1.resume(DB);
        assertThat(type(typing("ok")).ending()).isEqualTo(Ending.COMPLETE);
        Await.until("what came later only", () -> typed(n1, DB).equals(">ok"), () -> typed(n1, DB));
    }

    @Test
    void typingEndsAtItsDeadlineAndWhenNobodyWantsItAnyMore() {
        n1.start(define(DB, "typist", Guest.TYPIST), FIRST, StartMode.RUNNING);
        Await.until("the guest reads", () -> typed(n1, DB).equals(">"));
        var many = Collections.nCopies(100, KeyChord.of("a"));

        var late = type(new Keystrokes(many, HOLD, Duration.ofMillis(400)));

        assertThat(late.ending()).isEqualTo(Ending.DEADLINE);
        assertThat(late.chords()).isBetween(1, 99);
        Await.until("as many as were said", () -> typed(n1, DB).length() == 1 + late.chords(), () -> typed(n1, DB));
        var nobody = CompletableFuture.completedFuture(null);
        assertThat(n1.type(DB, new Keystrokes(List.of(KeyChord.of("b")), HOLD, LONG), nobody))
                .isEqualTo(new KeysPressed(0, Ending.GIVEN_UP));
    }
}
