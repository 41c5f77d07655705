package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.ServerProbe;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.manager.cluster.ZookeeperQuorum;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Asks each server for a session of its own. What was found holds for a moment, since every look costs the ensemble a few. */
final class ProbedQuorum implements ZookeeperQuorum {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration HOLDS_FOR = Duration.ofSeconds(2);

    private final List<ZookeeperSettings> servers;
    private final Clock clock;
    private @Nullable Found last;

    private record Found(List<String> absent, Instant at) {}

    /** @param servers settings for each server alone; empty: there is nothing to ask */
    ProbedQuorum(List<ZookeeperSettings> servers, Clock clock) {
        this.servers = List.copyOf(servers);
        this.clock = clock;
    }

    /** The servers of a connect string, each alone; a path behind them belongs to nobody here. */
    static List<String> each(String connect) {
        var path = connect.indexOf('/');
        return List.of((path < 0 ? connect : connect.substring(0, path)).split(","));
    }

    @Override
    public synchronized List<String> absent() {
        var known = last;
        if (known == null || Duration.between(known.at, clock.instant()).compareTo(HOLDS_FOR) > 0) {
            known = new Found(look(), clock.instant());
            last = known;
        }
        return known.absent;
    }

    private List<String> look() {
        var absent = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Boolean>>();
            for (var server : servers) {
                answers.add(threads.submit(() -> ServerProbe.serves(server, LIMIT)));
            }
            for (var at = 0; at < servers.size(); at++) {
                if (!serves(answers.get(at))) {
                    absent.add(servers.get(at).connect());
                }
            }
        }
        return absent;
    }

    private static boolean serves(Future<Boolean> answer) {
        try {
            return answer.get();
        } catch (ExecutionException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
