package io.atoll.model;

/** The memory of a host: what VMs may use of it, and how much is promised to VMs there, on their way there, or planned. */
public record HostMemory(Mebibytes capacity, Mebibytes committed) {
    /** What is neither promised nor held back; nothing when more is promised than there is. */
    public Mebibytes free() {
        return capacity.minusOrNone(committed);
    }

    HostMemory committing(Mebibytes memory) {
        return new HostMemory(capacity, committed.plus(memory));
    }
}
