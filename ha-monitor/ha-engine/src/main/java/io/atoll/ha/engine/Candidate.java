package io.atoll.ha.engine;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.model.HostId;
import org.jspecify.annotations.Nullable;

/**
 * A VM that is to be started.
 *
 * @param why what its host said; null: its host is dead, gone or none
 * @param takenFrom the host that is being taken over in this step; null: none
 * @param stays where it is to start without asking for a place: its own host; null: anywhere
 */
record Candidate(
        WatchedVm vm,
        @Nullable FailureCause why,
        @Nullable HostId takenFrom,
        @Nullable HostId stays) {}
