package io.atoll.hypervisor.api;

/**
 * Where a VM's devices sit. A guest keeps the layout it was started with for as long as its process lives, wherever it moves to:
 * source and target of a migration must agree on it. Numbers are part of the protocol: add freely, never renumber.
 */
public enum DeviceLayout {
    /** Every device at a fixed place on the root bus, by the order of disks and NICs; nothing can come or go. */
    FIXED(1),
    /** Disks but the first, and NICs that may come and go, sit behind ports, each in the port of its slot. */
    HOT_PLUG(2);

    private final int number;

    DeviceLayout(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** What a VM that is started gets. */
    public static DeviceLayout newest() {
        return HOT_PLUG;
    }

    /** 0, from an agent that does not know layouts, means the only one it has. Fails for numbers that this version does not know. */
    public static DeviceLayout of(int number) {
        for (var layout : values()) {
            if (layout.number == number) {
                return layout;
            }
        }
        if (number == 0) {
            return FIXED;
        }
        throw new IllegalArgumentException(
                "device layout %d is not known here; the newest is %d".formatted(number, newest().number));
    }
}
