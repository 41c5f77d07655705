package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.HostPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a caller may do with an object now: the table behind {@code allowedActions}. */
public final class InventoryAction {
    /** For the event stream, which serves all callers at once: what the state allows. Clients mind their permissions. */
    public static final Predicate<Permission> ANYBODY = _ -> true;

    private InventoryAction() {}

    /** @param mayBeDead whether a word that it is off would be taken */
    static List<String> ofHost(HostPhase phase, boolean empty, boolean mayBeDead, Predicate<Permission> may) {
        var actions = new ArrayList<String>();
        if (!may.test(Permission.HOST_ENROL)) {
            return actions;
        }
        if (phase != HostPhase.REVOKED) {
            actions.add("revoke");
        }
        if (phase == HostPhase.READY) {
            actions.add("rotate-certificate");
            actions.add("recheck");
        }
        if (mayBeDead) {
            actions.add("confirm-dead");
        }
        if (empty) {
            actions.add("remove");
        }
        return actions;
    }

    static List<String> editable(boolean removable, Predicate<Permission> may) {
        if (!may.test(Permission.INVENTORY_WRITE)) {
            return List.of();
        }
        return removable ? List.of("edit", "delete") : List.of("edit");
    }
}
