package io.atoll.manager.power.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.StoredPower.Seen;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PowerKnowledgeTest {
    private static final Instant HEARD = Instant.parse("2026-01-01T00:00:00Z");

    private static Host.Link link(HostPhase phase) {
        return new Host.Link(phase, "", HEARD.minusSeconds(60), HEARD, null);
    }

    private static Seen seen(State state, Instant at) {
        return new Seen(state, "seen", at);
    }

    private static @Nullable State state(HostPhase phase, @Nullable Seen seen) {
        var known = PowerKnowledge.state(link(phase), seen);
        return known == null ? null : known.state();
    }

    @Test
    void aHostThatIsHeardIsOnWhateverItsControllerSaid() {
        assertThat(state(HostPhase.READY, seen(State.OFF, HEARD.plusSeconds(9))))
                .isEqualTo(State.ON);
    }

    @Test
    void offHoldsUntilTheHostIsHeardAgain() {
        assertThat(state(HostPhase.DISCONNECTED, seen(State.OFF, HEARD))).isEqualTo(State.OFF);
        assertThat(state(HostPhase.DISCONNECTED, seen(State.OFF, HEARD.minusSeconds(1))))
                .as("it was heard after it was off: somebody booted it")
                .isNull();
    }

    @Test
    void silenceIsNeitherOnNorOff() {
        assertThat(state(HostPhase.DISCONNECTED, null)).isNull();
        assertThat(state(HostPhase.DISCONNECTED, seen(State.ON, HEARD.plusSeconds(9))))
                .isNull();
    }
}
