package io.atoll.manager.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whether any manager leads. Only a leader hears the hosts: while there is none, what is stored of hosts and VMs is what was
 * so, and must not be shown as what is.
 */
public interface LeaderSight {
    /** Empty while a manager leads, and for the seconds in which another takes over. */
    Optional<Leaderless> leaderless();

    /** When this manager last saw it begin or end, if ever. */
    Optional<Instant> changedAt();

    /** Calls the listener when it begins and when it ends, on a thread that others wait for: it must return soon. */
    void onChange(Runnable listener);

    /**
     * Nobody leads.
     *
     * @param since when a manager last led
     * @param zookeeperAway whether ZooKeeper does not answer this manager, which is then the reason
     */
    record Leaderless(Instant since, boolean zookeeperAway) {
        /** For people: what is so, since when, and what to do. */
        public String text() {
            var begin = since.truncatedTo(ChronoUnit.SECONDS);
            return zookeeperAway
                    ? "No manager has led since %s: ZooKeeper does not answer, as when too few of its servers run for a majority. Nobody hears the hosts meanwhile. Bring back one of the hosts that serve ZooKeeper; what runs on living hosts goes on."
                            .formatted(begin)
                    : "No manager has led since %s, although ZooKeeper answers. Nobody hears the hosts meanwhile. Look at the managers' logs; what runs on living hosts goes on."
                            .formatted(begin);
        }

        /** The same about an object that was last known to be in this state. */
        public String textOf(Enum<?> lastKnown) {
            return "%s Last known: %s.".formatted(text(), lastKnown);
        }
    }
}
