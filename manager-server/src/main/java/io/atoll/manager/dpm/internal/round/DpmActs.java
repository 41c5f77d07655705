package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.PowerOutcome;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.ParkingBook;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Kind;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Proposal;
import io.atoll.manager.dpm.internal.work.DpmTasks;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.maintenance.HostDrains;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Begins what a round decided, each in a transaction of its own; what is refused is left to the next round. */
@Component
class DpmActs {
    private final DpmTasks tasks;
    private final ParkedHostStore hosts;
    private final ParkingBook book;
    private final HostDrains drains;
    private final Inventory inventory;
    private final Parkings parkings;
    private final Clock clock;

    DpmActs(
            DpmTasks tasks,
            ParkedHostStore hosts,
            ParkingBook book,
            HostDrains drains,
            Inventory inventory,
            Parkings parkings,
            Clock clock) {
        this.tasks = tasks;
        this.hosts = hosts;
        this.book = book;
        this.drains = drains;
        this.inventory = inventory;
        this.parkings = parkings;
        this.clock = clock;
    }

    /**
     * First those of which somebody else has decided meanwhile, then what the round wants.
     *
     * @param parks what the round found of those that may be parked
     */
    void carryOut(ClusterId cluster, List<Proposal> proposals, List<PowerOutcome.Park> parks) {
        hosts.of(cluster).values().forEach(this::follow);
        var why = new TreeMap<HostId, String>();
        for (var proposal : proposals) {
            if (proposal.kind() == Kind.WAKE) {
                parkings.attempt(
                        proposal.hostName(),
                        () -> tasks.wake(proposal.host(), proposal.reason().text(), DpmTasks.BY));
            } else {
                why.put(proposal.host(), proposal.reason().text());
            }
        }
        if (!why.isEmpty()) {
            parkings.begin(
                    cluster,
                    parks.stream().filter(park -> why.containsKey(park.host())).toList(),
                    why);
        }
    }

    /** Somebody has switched it on, or ended its maintenance: both mean that it is to be used. */
    private void follow(ParkedHost host) {
        if (!host.state().mayBeWoken()) {
            return;
        }
        if (drains.of(host.host()).isEmpty()) {
            parkings.attempt(
                    host.name(),
                    () -> hosts.lock(host.host())
                            .filter(one -> one.state() == host.state())
                            .ifPresent(one -> book.forget(one, clock.instant())));
        } else if (inventory.host(host.host()).map(Host::isReady).orElse(false)
                && (host.state() == ParkedState.ASLEEP
                        || drains.ailments(host.host()).isEmpty())) {
            parkings.attempt(host.name(), () -> tasks.wake(host.host(), "Somebody has switched it on.", DpmTasks.BY));
        }
    }
}
