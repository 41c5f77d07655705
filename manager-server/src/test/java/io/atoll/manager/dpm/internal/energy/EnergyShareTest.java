package io.atoll.manager.dpm.internal.energy;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHost.IdleDraw;
import io.atoll.manager.dpm.internal.book.ParkedHost.Waking;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerFacts;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.Wakeability;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnergyShareTest {
    private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
    private static final HostId HOST = new HostId(new UUID(0, 1));
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    @Test
    void aHostThatIsAwakeDrawsAndSavesNothing() {
        var share = EnergyShare.of(drawing(PowerDraw.measured(240, NOW)), null, HALF_A_MINUTE);
        assertThat(share).isEqualTo(new EnergyShare(2, 0, 30, 0, 0, 0));
    }

    @Test
    void whatSleepSavesIsWhatTheHostDrewEmptyLessWhatItDrawsAsleep() {
        var share = EnergyShare.of(drawing(PowerDraw.measured(6, NOW)), asleep(new IdleDraw(126, true)), HALF_A_MINUTE);
        assertThat(share).isEqualTo(new EnergyShare(0.05, 1, 30, 0, 0, 30));
    }

    @Test
    void measuredIsOnlyWhatWasMeasuredOnBothSides() {
        var share =
                EnergyShare.of(drawing(PowerDraw.measured(6, NOW)), asleep(new IdleDraw(126, false)), HALF_A_MINUTE);
        assertThat(share.measuredSeconds()).isZero();
        assertThat(share.modelledSeconds()).isEqualTo(30);
    }

    @Test
    void whatNobodyKnowsIsNeitherZeroNorSaved() {
        var unknown =
                EnergyShare.of(drawing(PowerDraw.unknown("no figure")), asleep(new IdleDraw(126, true)), HALF_A_MINUTE);
        assertThat(unknown).isEqualTo(new EnergyShare(0, 0, 0, 0, 30, 30));
        var withoutIdle = EnergyShare.of(drawing(PowerDraw.measured(6, NOW)), asleep(null), HALF_A_MINUTE);
        assertThat(withoutIdle).isEqualTo(new EnergyShare(0.05, 0, 0, 0, 30, 30));
    }

    /** Only its sleep is saving: on the way there and back it is on. */
    @Test
    void onTheWayNothingIsSaved() {
        var waking = asleep(new IdleDraw(126, true)).in(ParkedState.WAKING, NOW);
        var share = EnergyShare.of(drawing(PowerDraw.measured(120, NOW)), waking, HALF_A_MINUTE);
        assertThat(share).isEqualTo(new EnergyShare(1, 0, 30, 0, 0, 0));
    }

    private static PowerFacts drawing(PowerDraw draw) {
        var never = new Wakeability.NotWakeable(Wakeability.Reason.NEVER_WOKEN, "");
        return new PowerFacts(HOST, null, PowerReading.State.ON, NOW, never, draw, null);
    }

    private static ParkedHost asleep(@Nullable IdleDraw idle) {
        return new ParkedHost(
                HOST,
                new ClusterId(new UUID(0, 2)),
                "h1",
                ParkedState.ASLEEP,
                NOW,
                "",
                "",
                null,
                null,
                Waking.NONE,
                NOW,
                idle);
    }
}
