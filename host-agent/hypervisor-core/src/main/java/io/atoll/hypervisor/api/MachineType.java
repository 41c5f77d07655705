package io.atoll.hypervisor.api;

import java.util.regex.Pattern;

/** The version of the virtual mainboard. Always a concrete version, so that hosts of different age agree on it. */
public record MachineType(String name) {

    private static final Pattern NAME = Pattern.compile("pc-q35-[0-9]{1,2}\\.[0-9]");

    /** Known to every hypervisor version Atoll supports, so that a guest can move between all of them. */
    public static final MachineType BASELINE = new MachineType("pc-q35-7.2");

    public MachineType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A machine type is written like pc-q35-7.2; the one given (%d characters) is not."
                            .formatted(name.length()));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
