package io.atoll.drs.plan;

/** What a host has only so much of, and in which unit it is counted. */
public enum Resource {
    MEMORY("memory", "MiB"),
    CPU("CPU", "MHz"),
    VCPUS("vCPUs", "vCPUs"),
    NETWORK("network", "Mbit/s");

    private final String noun;
    private final String unit;

    Resource(String noun, String unit) {
        this.noun = noun;
        this.unit = unit;
    }

    public String noun() {
        return noun;
    }

    String tooLittle() {
        return (this == VCPUS ? "too few free " : "too little ") + noun;
    }

    public String unit() {
        return unit;
    }
}
