package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.HostNews;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.model.HostId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes new revisions of hosts and tells the event stream. */
@Component
class ToldHosts implements HostNews {
    private final HostStore hosts;
    private final InventoryEvents events;

    ToldHosts(HostStore hosts, InventoryEvents events) {
        this.hosts = hosts;
        this.events = events;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(HostId host) {
        hosts.touch(host.value());
        events.host(host, Change.CHANGED);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(HostId host) {
        var _ = hosts.lock(host.value());
    }
}
