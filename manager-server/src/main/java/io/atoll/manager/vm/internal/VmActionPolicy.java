package io.atoll.manager.vm.internal;

import io.atoll.manager.event.ActionPolicy;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Which permission each action on a VM needs. */
@Component
public class VmActionPolicy implements ActionPolicy {
    @Override
    public String kind() {
        return "vm";
    }

    @Override
    public boolean mayOffer(String action, Caller caller) {
        for (var known : VmAction.values()) {
            if (known.apiName().equals(action)) {
                return caller.may(permission(known));
            }
        }
        return false;
    }

    /** What this caller may do. */
    public static Predicate<VmAction> of(Caller caller) {
        return action -> caller.may(permission(action));
    }

    private static Permission permission(VmAction action) {
        return switch (action) {
            case START, SHUTDOWN, STOP, RESET, PAUSE, RESUME, MIGRATE -> Permission.VM_OPERATE;
            case DELETE -> Permission.INVENTORY_WRITE;
            case CONSOLE -> Permission.VM_CONSOLE;
        };
    }
}
