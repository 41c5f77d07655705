package io.atoll.manager.console;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a VM's console is; filled by the module that owns the VMs. */
public interface ConsoleTargets {
    Optional<ConsoleTarget> find(VmId vm);

    /**
     * One VM as its console sees it.
     *
     * @param host where it runs; null when it has no console now
     * @param moving whether it is being migrated
     * @param state the power state, for people
     */
    record ConsoleTarget(@Nullable HostId host, boolean moving, String state) {}
}
