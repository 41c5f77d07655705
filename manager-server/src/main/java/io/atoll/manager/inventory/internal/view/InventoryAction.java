package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.HostMaintenance;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.HostPowerSaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a caller may do with an object now: the table behind {@code allowedActions}. */
public final class InventoryAction {
    /** For the event stream, which serves all callers at once: what the state allows. Clients mind their permissions. */
    public static final Predicate<Permission> ANYBODY = _ -> true;

    private InventoryAction() {}

    /** What people and power saving have in hand with a host; null: nothing. */
    record InHand(
            @Nullable HostMaintenance maintenance, @Nullable HostPowerSaving saving) {
        /** One that sleeps, or did not wake, is handed over to whoever wants it in maintenance. */
        private boolean isPowerSavings() {
            return saving != null
                    && maintenance != null
                    && maintenance.state().equals("IN_MAINTENANCE")
                    && (saving.state().equals("ASLEEP") || saving.state().equals("FAILED"));
        }
    }

    /** @param mayBeDead whether a word that it is off would be taken */
    static List<String> ofHost(
            HostPhase phase, boolean empty, boolean mayBeDead, InHand inHand, Predicate<Permission> may) {
        var actions = new ArrayList<String>();
        if (may.test(Permission.HOST_MAINTAIN) && phase != HostPhase.REVOKED) {
            ofMaintenance(phase, inHand.maintenance).ifPresent(actions::add);
            if (inHand.isPowerSavings()) {
                actions.add("enter-maintenance");
            }
        }
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

    private static Optional<String> ofMaintenance(HostPhase phase, @Nullable HostMaintenance maintenance) {
        if (maintenance == null) {
            return phase == HostPhase.READY ? Optional.of("enter-maintenance") : Optional.empty();
        }
        return switch (maintenance.state()) {
            case "ENTERING" -> Optional.of("cancel-maintenance");
            case "IN_MAINTENANCE" -> Optional.of("exit-maintenance");
            default -> Optional.empty();
        };
    }

    static List<String> editable(boolean removable, Predicate<Permission> may) {
        if (!may.test(Permission.INVENTORY_WRITE)) {
            return List.of();
        }
        return removable ? List.of("edit", "delete") : List.of("edit");
    }
}
