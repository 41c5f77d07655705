package io.atoll.manager.inventory;

import io.atoll.model.HostId;

/** Whether somebody's word that a host is off would be taken now. Filled by the module for HA, which sees what hosts renew. */
@FunctionalInterface
public interface HostDeaths {
    boolean mayBeConfirmed(HostId host);
}
