package io.atoll.ha.admission;

import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.VmId;
import java.util.List;

/** What would happen if hosts died now: the VMs in the order of their restarts, and where each would go or why it would not. */
public record RestartForecast(List<Restart> restarts) {
    public RestartForecast {
        restarts = List.copyOf(restarts);
    }

    /**
     * One VM.
     *
     * @param startsAfter those of {@code restarts} that it waits for
     */
    public record Restart(VmId vm, Found found, List<VmId> startsAfter) {
        public Restart {
            startsAfter = List.copyOf(startsAfter);
        }
    }
}
