package io.atoll.manager.power;

/** How a host's power is controlled. Names are API. */
public enum PowerKind {
    REDFISH("Redfish"),
    IPMI("IPMI"),
    WAKE_ON_LAN("Wake-on-LAN");

    private final String label;

    PowerKind(String label) {
        this.label = label;
    }

    /** As people write it. */
    public String label() {
        return label;
    }

    /** Whether it can tell a host that is off from one that is silent. */
    public boolean provesOff() {
        return switch (this) {
            case REDFISH, IPMI -> true;
            case WAKE_ON_LAN -> false;
        };
    }
}
