package io.atoll.ha.sim.world;

/** A client's session with the simulated ZooKeeper. */
public final class ZkSession {
    private final long id;
    final SimProcess client;
    final int end;
    int server;
    long lastHeardNs;
    long lastZxid;
    boolean expired;

    ZkSession(long id, SimProcess client, int end, int server, long nowNs) {
        this.id = id;
        this.client = client;
        this.end = end;
        this.server = server;
        lastHeardNs = nowNs;
    }

    public long id() {
        return id;
    }

    /** Whether the servers have ended it. The client learns so only when it hears from one again. */
    public boolean isExpiredAtServers() {
        return expired;
    }
}
