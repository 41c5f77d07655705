package io.atoll.manager.vm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VmStatusTest {
    private static final HostId SOURCE = new HostId(UUID.fromString("01a21e69-a278-705b-960e-66311c632810"));
    private static final HostId TARGET = new HostId(UUID.fromString("01a21e69-a278-705b-960e-66311c632811"));

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    @Test
    void aMigrationDoesNotInterruptRunning() {
        var running = VmStatus.creating(at(0)).at(VmPowerState.RUNNING, "", SOURCE, at(5));
        var moved = running.in(VmPowerState.MIGRATING, "", at(7)).at(VmPowerState.RUNNING, "", TARGET, at(9));
        assertThat(moved.since()).isEqualTo(at(5));
        assertThat(moved.host()).isEqualTo(TARGET);
    }

    @Test
    void everyOtherStateBeginsAnew() {
        var paused = VmStatus.creating(at(0))
                .at(VmPowerState.RUNNING, "", SOURCE, at(5))
                .in(VmPowerState.PAUSED, "", at(6));
        assertThat(paused.since()).isEqualTo(at(6));
        assertThat(paused.in(VmPowerState.MIGRATING, "", at(7)).since()).isEqualTo(at(7));
        assertThat(paused.off(VmPowerState.STOPPED, "", at(8)).since()).isEqualTo(at(8));
    }
}
