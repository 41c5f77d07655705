package io.atoll.hypervisor.api;

/** TCP ports, both ends included. */
public record PortRange(int first, int last) {

    /** Whichever port the kernel gives. */
    public static final PortRange ANY = new PortRange(0, 0);

    private static final int MAX_PORT = 65_535;

    public PortRange {
        var any = first == 0 && last == 0;
        if (!any && (first < 1 || last > MAX_PORT || first > last)) {
            throw new IllegalArgumentException("A port range lies between 1 and %d, first before last; %d-%d does not."
                    .formatted(MAX_PORT, first, last));
        }
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
