package io.atoll.manager.agentlink.internal;

import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import org.springframework.stereotype.Component;

/** Asks ZooKeeper whether a host may speak for a VM. */
@Component
class Claims {
    private final OwnerRegistry owners;

    Claims(OwnerRegistry owners) {
        this.owners = owners;
    }

    VmClaim of(HostId host, VmId vm, long epoch) {
        try {
            return owners.read(vm)
                    .filter(owner -> owner.isOwnedBy(host) && owner.epoch().value() >= epoch)
                    .map(owner -> VmClaim.OWNER)
                    .orElse(VmClaim.NOT_OWNER);
        } catch (ZookeeperUnavailableException _) {
            return VmClaim.UNKNOWN;
        }
    }
}
