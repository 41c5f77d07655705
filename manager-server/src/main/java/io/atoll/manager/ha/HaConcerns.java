package io.atoll.manager.ha;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What HA says against itself in the clusters where it is on, as the leader last saw it. */
public interface HaConcerns {
    List<HaConcern> standing();

    /**
     * One alarm of HA.
     *
     * @param code stable, such as LONE_HOST
     * @param blocks whether HA does nothing, or for some VMs nothing, while it is up
     * @param host the host concerned, where it is one
     */
    record HaConcern(
            ClusterId cluster,
            String code,
            String detail,
            boolean blocks,
            @Nullable HostId host) {}
}
