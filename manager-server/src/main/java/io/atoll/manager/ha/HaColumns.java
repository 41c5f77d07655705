package io.atoll.manager.ha;

/** How HA stands to a VM, in SQL: {@code v} is the VM, {@code p} its row of {@code vm_protection}, if it has one. */
public final class HaColumns {
    /** The verdict is given once a second and a restart may be quicker; that HA is at it stands with the VM itself. */
    private static final String RESTARTING = "v.ha_protected and v.conditions @> '[{\"code\": \"HA_RESTARTING\"}]'";

    /** A name of {@link HaStatus.State}. */
    public static final String STATE =
            "case when " + RESTARTING + " then 'RESTARTING' else coalesce(p.state, 'OFF') end";

    /** What goes with the state, as JSON. */
    public static final String REASONS = "case when " + RESTARTING + " then '[]' else coalesce(p.reasons, '[]') end";

    private HaColumns() {}
}
