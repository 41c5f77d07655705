package io.atoll.manager.power.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.power.internal.Confirmation.Verdict;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** When a new state counts as confirmed. */
class ConfirmationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void oneLookConfirmsNothing() {
        var once = Confirmation.begun(0).orderGiven().saw(true, "off", 1_000);
        assertThat(once.verdict(1_000, LIMIT, Duration.ZERO)).isEqualTo(Verdict.LOOK_AGAIN);
        assertThat(once.saw(true, "off", 3_000).verdict(3_000, LIMIT, Duration.ZERO))
                .isEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void aLookThatSawSomethingElseBeginsAnew() {
        var wavering = Confirmation.begun(0)
                .saw(true, "off", 1_000)
                .saw(false, "on", 2_000)
                .saw(true, "off", 3_000);
        assertThat(wavering.verdict(3_000, LIMIT, Duration.ZERO)).isEqualTo(Verdict.LOOK_AGAIN);
        assertThat(wavering.agreeing()).isEqualTo(1);
        assertThat(wavering.looks()).isEqualTo(3);
    }

    @Test
    void aDriverWithOnlySilenceWaitsForMoreOfIt() {
        var steady = Duration.ofSeconds(20);
        var silent = Confirmation.begun(0).saw(true, "", 1_000).saw(true, "", 20_999);
        assertThat(silent.verdict(20_999, LIMIT, steady)).isEqualTo(Verdict.LOOK_AGAIN);
        assertThat(silent.saw(true, "", 21_000).verdict(21_000, LIMIT, steady)).isEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void theLimitCountsFromTheBeginningAndTheLastLookIsStillGood() {
        var late = Confirmation.begun(5_000).saw(false, "on", 64_999);
        assertThat(late.verdict(64_999, LIMIT, Duration.ZERO)).isEqualTo(Verdict.LOOK_AGAIN);
        assertThat(late.verdict(65_000, LIMIT, Duration.ZERO)).isEqualTo(Verdict.OUT_OF_TIME);
        var justInTime = late.saw(true, "off", 65_000);
        assertThat(justInTime.verdict(65_000, LIMIT, Duration.ZERO)).isEqualTo(Verdict.LOOK_AGAIN);
        assertThat(justInTime.saw(true, "off", 67_000).verdict(67_000, LIMIT, Duration.ZERO))
                .isEqualTo(Verdict.CONFIRMED);
        assertThat(justInTime.saw(false, "on", 67_000).verdict(67_000, LIMIT, Duration.ZERO))
                .isEqualTo(Verdict.OUT_OF_TIME);
    }

    @Property
    void onlyTheLastTwoLooksDecide(@ForAll @Size(min = 1, max = 30) boolean[] looks) {
        var seen = Confirmation.begun(0);
        long now = 0;
        for (var goal : looks) {
            now += 100;
            seen = seen.saw(goal, "", now);
        }
        var both = looks.length >= 2 && looks[looks.length - 1] && looks[looks.length - 2];
        assertThat(seen.verdict(now, LIMIT, Duration.ZERO)).isEqualTo(both ? Verdict.CONFIRMED : Verdict.LOOK_AGAIN);
    }
}
