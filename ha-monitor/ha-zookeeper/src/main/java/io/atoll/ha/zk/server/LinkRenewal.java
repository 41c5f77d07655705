package io.atoll.ha.zk.server;

import java.time.Duration;

/**
 * When a server that looks for a leader in vain makes its links to the others anew. TCP sends unanswered data again at intervals
 * that double up to two minutes, so a link that was cut for minutes may stay silent for two more after the network is whole, and
 * ZooKeeper itself holds on to it: the server is missing from the ensemble, which has no majority if another one dies then. Seen
 * in the fault run F24, followed by F1b: 33 s without a leader. The interval doubles, so that servers which elect slowly on a busy
 * machine come to an end between two renewals.
 */
final class LinkRenewal {
    static final Duration FIRST = Duration.ofSeconds(4);
    static final Duration LONGEST = Duration.ofSeconds(16);

    private boolean looked;
    private long sinceNanos;
    private Duration patience = FIRST;

    /**
     * Whether the links are to be made anew now.
     *
     * @param looking whether the server has no leader
     * @param nowNanos of a clock that only goes forward
     */
    boolean isDue(boolean looking, long nowNanos) {
        if (!looking || !looked) {
            begin(looking, nowNanos, FIRST);
            return false;
        }
        if (nowNanos - sinceNanos < patience.toNanos()) {
            return false;
        }
        var doubled = patience.multipliedBy(2);
        begin(true, nowNanos, doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
        return true;
    }

    private void begin(boolean looking, long nowNanos, Duration wait) {
        looked = looking;
        sinceNanos = nowNanos;
        patience = wait;
    }
}
