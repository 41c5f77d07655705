package io.atoll.ha.storage;

/** What came of claiming a VM on its pool. */
public sealed interface EpochWrite {
    /** The block says so, read back from the storage. */
    record Written(EpochContent content) implements EpochWrite {}

    /** Someone with a later right was here: the VM must not be started. */
    record Overtaken(EpochContent by) implements EpochWrite {}

    /**
     * Nothing is known, so the VM must not be started.
     *
     * @param why one sentence for people
     */
    record Refused(String why) implements EpochWrite {}
}
