package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Wave.Hop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predicts how long the migrations of one wave take and what they copy.
 *
 * <p>Migrations that cross a link share it evenly, and those that end leave their part to the others; so the last one on a link
 * ends when all its bytes are through. A migration ends with the slowest of its links: that of either host, or the migration
 * network that all share. Memory is copied while the VM runs: what it wrote meanwhile, {@code r} = dirty rate / bandwidth of
 * what went before, is copied again, and so on, {@code 1 + r + r^2 ...} times its memory in total, until the rest can be copied
 * in a pause of {@value #PAUSE_SECONDS} s; that rest is what the VM waits for. A VM that writes too fast for that is slowed down
 * until no more than {@value #MOST_COPIES} times its memory is copied. (Pre-copy as in Clark et al., NSDI 2005, with the default
 * pause of QEMU.)
 */
final class WaveTiming {
    /** 2^20 bytes in megabits. */
    private static final double MEGABITS_PER_MIB = 8.388608;

    private static final double MOST_COPIES = 4;
    private static final double PAUSE_SECONDS = 0.3;

    /** A century: sums of absurd durations must not overflow. */
    private static final double LONGEST_SECONDS = 100.0 * 365 * 24 * 3600;

    /** Bytes depend on the bandwidth and the bandwidth on the bytes of the others; both settle quickly. */
    private static final int ROUNDS = 6;

    private final CompactCluster cluster;
    private final List<Hop> hops;
    private final List<Link> links = new ArrayList<>();
    private final double[] mib;
    private final double[] seconds;
    private final double[] pause;

    private record Link(double mibPerSecond, List<Integer> hops) {}

    /** @param hops of one wave, those that are started and not migrated among them: these take no time */
    WaveTiming(CompactCluster cluster, List<Hop> hops) {
        this.cluster = cluster;
        this.hops = hops;
        mib = new double[hops.size()];
        seconds = new double[hops.size()];
        pause = new double[hops.size()];
        var migrated = IntStream.range(0, hops.size())
                .filter(i -> hops.get(i).from() != CompactCluster.NOWHERE)
                .toArray();
        for (var i : migrated) {
            mib[i] = memory(i);
        }
        findLinks(migrated);
        var rewritten = Arrays.stream(migrated)
                .anyMatch(i -> cluster.vm(hops.get(i).vm()).memory().dirtyMibPerSecond() > 0);
        for (var round = 0; round < (rewritten ? ROUNDS : 1); round++) {
            share();
            for (var i : migrated) {
                copyAgain(i);
            }
        }
        share();
    }

    private double memory(int hop) {
        return cluster.vm(hops.get(hop).vm()).memory().configured().value();
    }

    private void findLinks(int[] migrated) {
        var ofHost = new ArrayList<List<Integer>>();
        for (var h = 0; h < cluster.hostCount(); h++) {
            ofHost.add(new ArrayList<>());
        }
        for (var i : migrated) {
            ofHost.get(hops.get(i).from()).add(i);
            ofHost.get(hops.get(i).to()).add(i);
        }
        for (var h = 0; h < ofHost.size(); h++) {
            if (!ofHost.get(h).isEmpty()) {
                links.add(link(cluster.host(h).capacity().networkMbps(), ofHost.get(h)));
            }
        }
        if (cluster.network().mbps() != Long.MAX_VALUE && migrated.length > 0) {
            links.add(link(
                    cluster.network().mbps(), Arrays.stream(migrated).boxed().toList()));
        }
    }

    private static Link link(long mbps, List<Integer> hops) {
        return new Link(mbps / MEGABITS_PER_MIB, hops);
    }

    /** When each ends, if every link is shared evenly by those that still need it. */
    private void share() {
        Arrays.fill(seconds, 0);
        for (var link : links) {
            var smallestFirst = link.hops.stream()
                    .sorted(Comparator.comparingDouble(i -> mib[i]))
                    .toList();
            var ended = 0.0;
            var copied = 0.0;
            for (var i = 0; i < smallestFirst.size(); i++) {
                var hop = smallestFirst.get(i);
                ended += (mib[hop] - copied) * (smallestFirst.size() - i) / link.mibPerSecond;
                copied = mib[hop];
                seconds[hop] = Math.max(seconds[hop], Math.min(ended, LONGEST_SECONDS));
            }
        }
    }

    private void copyAgain(int hop) {
        var memory = memory(hop);
        var mibPerSecond = mib[hop] / Math.max(seconds[hop], 1e-9);
        var rewritten = Math.min(
                cluster.vm(hops.get(hop).vm()).memory().dirtyMibPerSecond() / mibPerSecond, 1 - 1 / MOST_COPIES);
        var rest = memory * rewritten;
        var total = memory;
        while (rest > PAUSE_SECONDS * mibPerSecond && total + rest < MOST_COPIES * memory) {
            total += rest;
            rest *= rewritten;
        }
        rest = Math.min(rest, MOST_COPIES * memory - total);
        mib[hop] = total + rest;
        pause[hop] = Math.min(rest / mibPerSecond, LONGEST_SECONDS);
    }

    double copiedMib(int hop) {
        return mib[hop];
    }

    double seconds(int hop) {
        return seconds[hop];
    }

    /** How long the VM stands still at the end. */
    double pauseSeconds(int hop) {
        return pause[hop];
    }

    /** How long the wave takes: as long as its slowest migration. */
    double longestSeconds() {
        return Arrays.stream(seconds).max().orElse(0);
    }
}
