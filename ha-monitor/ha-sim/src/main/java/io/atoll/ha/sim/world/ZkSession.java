package io.atoll.ha.sim.world;

/** A client's session with the simulated ZooKeeper. */
public final class ZkSession {
    final SimProcess client;
    final int end;
    int server;
    long lastHeardNs;
    long lastZxid;
    boolean expired;

    ZkSession(SimProcess client, int end, int server, long nowNs) {
        this.client = client;
        this.end = end;
        this.server = server;
        lastHeardNs = nowNs;
    }

    /** Whether the servers have ended it. The client learns so only when it hears from one again. */
    public boolean isExpiredAtServers() {
        return expired;
    }
}
