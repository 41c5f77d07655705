package io.atoll.model.keyboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyChordTest {
    @Test
    void takesWhatAKeyboardHas() {
        assertThat(KeyChord.of("ctrl", "alt", "delete").keys()).containsExactly("ctrl", "alt", "delete");
        assertThat(KeyNames.ALL)
                .contains("a", "z", "0", "9", "f1", "f12", "kp_0", "ret", "less")
                .hasSizeGreaterThan(100);
    }

    @Test
    void namesEveryKeyThatIsUnknown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyChord.of("ctrl", "any", "DELETE", "x\n\u001b"))
                .withMessageStartingWith("No keys of that name: [any, DELETE, x??]. There are [0, 1, ");
    }

    @Test
    void neverPressesTheKeysThatSwitchTheMachineOff() {
        for (var key : List.of("power", "sleep", "wake", "ac_home", "computer", "unmapped")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyChord.of(key))
                    .withMessageContaining(key);
        }
    }

    @Test
    void takesOneToSixteenKeysEachOnce() {
        assertThat(new KeyChord(KeyNames.ALL.stream().limit(16).toList()).keys())
                .hasSize(16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyChord(KeyNames.ALL.stream().limit(17).toList()))
                .withMessageContaining("17");
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyChord(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyChord(Collections.nCopies(2, "a")))
                .withMessageContaining("twice");
    }
}
