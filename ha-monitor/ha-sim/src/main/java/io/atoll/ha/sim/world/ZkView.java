package io.atoll.ha.sim.world;

/** The tree as one server had it at one moment. */
public record ZkView(long zxid, boolean sessionExpired) {
    public <T> Znode.Seen<T> get(Znode<T> node) {
        return node.asOf(zxid);
    }
}
