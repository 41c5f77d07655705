package io.atoll.manager.ha;

import io.atoll.ha.zk.lease.Beat;
import io.atoll.ha.zk.view.HaFacts;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/** What this manager sees of HA in ZooKeeper, looked at about once a second. */
public interface HaSight {
    /** Empty while ZooKeeper has not been read completely yet, or does not answer any more. */
    Optional<Seen> now();

    /**
     * One look.
     *
     * @param beats of the hosts that ever renewed a lease
     */
    record Seen(HaFacts facts, SortedMap<HostId, SeenBeat> beats) {
        /** For how long the host's beat has stood still; empty where it never beat. */
        public Optional<Duration> beatAge(HostId host) {
            return Optional.ofNullable(beats.get(host)).map(SeenBeat::age);
        }
    }

    /** A beat, and for how long this manager has seen it unchanged: at most so old is the renewal. */
    record SeenBeat(Beat beat, Duration age) {}
}
