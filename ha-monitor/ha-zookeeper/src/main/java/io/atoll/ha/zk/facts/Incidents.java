package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.ZookeeperConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What HA did: written by the HA leader, fetched and removed by managers. */
public final class Incidents {
    /** With no manager there for weeks the oldest give way. */
    private static final int MOST = 200;

    private final JsonNodes nodes;

    public Incidents(ZookeeperConnection connection) {
        nodes = new JsonNodes(connection);
    }

    /** Writes the incident as it stands. Repeatable; the last call counts. Ids must sort by age, as UUIDv7 do. */
    public void write(Incident incident) {
        nodes.put("writing incident " + incident.id(), nodes.layout().incident(incident.id()), incident.data());
        var all = list();
        all.subList(0, Math.max(0, all.size() - MOST)).forEach(this::remove);
    }

    /** The oldest first. */
    public List<UUID> list() {
        return nodes.children("listing the incidents", nodes.layout().incidents(), UUID::fromString).stream()
                .sorted(Comparator.comparing(UUID::toString))
                .toList();
    }

    /** Empty: removed meanwhile. */
    public Optional<Incident> read(UUID incident) {
        return nodes.read(
                "reading incident " + incident,
                nodes.layout().incident(incident),
                (path, data, _) -> Incident.read(path, incident, data));
    }

    /** Repeatable. */
    public void remove(UUID incident) {
        nodes.remove("removing incident " + incident, nodes.layout().incident(incident));
    }
}
