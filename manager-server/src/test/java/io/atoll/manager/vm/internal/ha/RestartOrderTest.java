package io.atoll.manager.vm.internal.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.VmId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Circles of VMs that wait for each other. */
class RestartOrderTest {
    private static VmId vm(int number) {
        return new VmId(new UUID(0x7000L, 0x8000_0000_0000_0000L | number));
    }

    @Test
    void aChainIsNoCircle() {
        assertThat(RestartOrder.cycleThrough(vm(1), Map.of(vm(1), List.of(vm(2)), vm(2), List.of(vm(3)))))
                .isEmpty();
    }

    @Test
    void aDiamondIsNoCircle() {
        var waits = Map.of(vm(1), List.of(vm(2), vm(3)), vm(2), List.of(vm(4)), vm(3), List.of(vm(4)));
        assertThat(RestartOrder.cycleThrough(vm(1), waits)).isEmpty();
    }

    @Test
    void theShortestCircleIsNamedInItsOrder() {
        var waits = Map.of(
                vm(1), List.of(vm(2), vm(4)),
                vm(2), List.of(vm(3)),
                vm(3), List.of(vm(4)),
                vm(4), List.of(vm(1)));
        assertThat(RestartOrder.cycleThrough(vm(1), waits)).containsExactly(vm(1), vm(4));
    }

    @Test
    void whoWaitsForItselfIsACircle() {
        assertThat(RestartOrder.cycleThrough(vm(1), Map.of(vm(1), List.of(vm(1)))))
                .containsExactly(vm(1));
    }

    @Test
    void aCircleOfOthersIsNotOurs() {
        var waits = Map.of(vm(1), List.of(vm(2)), vm(2), List.of(vm(3)), vm(3), List.of(vm(2)));
        assertThat(RestartOrder.cycleThrough(vm(1), waits)).isEmpty();
    }

    @Test
    void aChainOfAnyLengthIsFollowed() {
        var waits = new HashMap<VmId, List<VmId>>();
        int length = 200_000;
        for (int i = 0; i < length; i++) {
            waits.put(vm(i), List.of(vm((i + 1) % length)));
        }
        assertThat(RestartOrder.cycleThrough(vm(0), waits)).hasSize(length);
    }
}
