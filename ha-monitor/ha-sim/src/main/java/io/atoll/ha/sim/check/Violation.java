package io.atoll.ha.sim.check;

/** Something that must never be. */
public record Violation(long timeNs, Kind kind, String text) {
    public enum Kind {
        /** Two live copies of one VM may write. */
        TWO_WRITERS,
        EPOCH_WENT_BACK,
        /** A host that said it let a VM go runs it at that epoch, or an older copy of it runs. */
        RAN_AFTER_RELEASE,
        /** A takeover was acknowledged, and what it wrote is not there. */
        TAKEOVER_LOST,
        /** HA has restarted a VM where a rule that must hold does not want it. */
        RULE_BROKEN,
        /** Faults are over, there is room, and a protected VM does not run. */
        STAYS_DOWN
    }
}
