package io.atoll.ha.sim.cluster;

import java.util.Locale;

/** The protocol as it is, and weakened ones that the checker must find out; a checker that finds nothing proves nothing. */
public enum Variant {
    /** The protocol as it is. */
    CORRECT("the protocol as it is"),
    STALE_FINAL_READ("the taker skips the fresh read and trusts its last poll, however old"),
    LATE_ACKS("a late acknowledgement counts as if it had been just in time"),
    DEADLINE_FROM_ACK("the deadline is counted from the acknowledgement, not from the start"),
    SLOW_KILL("killing takes 3 s instead of at most 1 s"),
    ONE_CHANNEL("the taker watches ZooKeeper only"),
    SESSION_LOSS(
            "VMs stop when the client hears that its session is lost, others start when the ephemeral node is gone"),
    UNREAD_RELEASE("the leader takes what it ordered an isolated host to end, without reading that it has"),
    NO_IMAGE_LOCK("no image locks, and whole hosts paused for longer than the window");

    private final String meaning;

    Variant(String meaning) {
        this.meaning = meaning;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    /** The name on the command line. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
