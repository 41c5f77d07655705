package io.atoll.manager.identity;

import java.util.Set;

/** A named set of permissions. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    private static final Set<Permission> READING = Set.of(
            Permission.INFO_READ,
            Permission.INVENTORY_READ,
            Permission.TASK_READ,
            Permission.EVENT_READ,
            Permission.ALARM_READ);

    private static final Set<Permission> OPERATING = Set.of(
            Permission.INVENTORY_WRITE,
            Permission.HOST_MAINTAIN,
            Permission.VM_OPERATE,
            Permission.VM_CONSOLE,
            Permission.HOST_POWER,
            Permission.TASK_CANCEL,
            Permission.ALARM_ACKNOWLEDGE);

    public boolean may(Permission permission) {
        return switch (this) {
            case VIEWER -> READING.contains(permission);
            case OPERATOR -> READING.contains(permission) || OPERATING.contains(permission);
            case ADMIN -> true;
        };
    }
}
