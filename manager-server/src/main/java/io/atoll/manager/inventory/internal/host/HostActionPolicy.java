package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.event.ActionPolicy;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import org.springframework.stereotype.Component;

/** Most actions on hosts decide who belongs to the installation, so they need the permission to enrol. */
@Component
class HostActionPolicy implements ActionPolicy {
    @Override
    public String kind() {
        return "host";
    }

    @Override
    public boolean mayOffer(String action, Caller caller) {
        return caller.may(action.endsWith("-maintenance") ? Permission.HOST_MAINTAIN : Permission.HOST_ENROL);
    }
}
