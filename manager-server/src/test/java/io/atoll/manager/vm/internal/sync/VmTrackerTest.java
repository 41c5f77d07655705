package io.atoll.manager.vm.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the log says of a VM that is not as it was believed to be. */
class VmTrackerTest {
    private static final HostId HOST = new HostId(new UUID(0x7000L, 0x8000_0000_0000_0000L));
    private static final VmStatus RUNNING =
            VmStatus.creating(Instant.EPOCH).at(VmPowerState.RUNNING, "", HOST, Instant.EPOCH);

    @Test
    void nothingIsSaidWhereNothingDiffers() {
        var later = RUNNING.at(VmPowerState.RUNNING, "", HOST, Instant.EPOCH.plusSeconds(1));
        assertThat(VmTracker.difference(RUNNING, later)).isEmpty();
    }

    @Test
    void whatDiffersIsSaid() {
        assertThat(VmTracker.difference(VmStatus.creating(Instant.EPOCH), RUNNING))
                .hasValue("was CREATING, is RUNNING on " + HOST);
        assertThat(VmTracker.difference(RUNNING, RUNNING.at(VmPowerState.UNKNOWN, "silent", HOST, Instant.EPOCH)))
                .hasValue("was RUNNING on %s, is UNKNOWN on %s: silent".formatted(HOST, HOST));
    }
}
