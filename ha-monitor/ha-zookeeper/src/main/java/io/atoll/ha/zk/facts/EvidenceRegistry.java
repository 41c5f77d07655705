package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.HostId;
import java.util.Optional;

/** What was said from outside about dead hosts. Written by managers. */
public final class EvidenceRegistry {
    private final JsonNodes nodes;

    public EvidenceRegistry(ZookeeperConnection connection) {
        nodes = new JsonNodes(connection);
    }

    /** Repeatable; the last call counts. */
    public void give(Evidence evidence) {
        nodes.put(
                "giving evidence about host " + evidence.host(),
                nodes.layout().evidence(evidence.host()),
                evidence.data());
    }

    /** Repeatable. */
    public void withdraw(HostId host) {
        nodes.remove(
                "withdrawing the evidence about host " + host, nodes.layout().evidence(host));
    }

    public Optional<Evidence> read(HostId host) {
        return nodes.read(
                "reading the evidence about host " + host,
                nodes.layout().evidence(host),
                (path, data, _) -> Evidence.read(path, host, data));
    }
}
