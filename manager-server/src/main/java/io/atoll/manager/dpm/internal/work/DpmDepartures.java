package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkingBook;
import io.atoll.manager.dpm.internal.book.RecommendationBook;
import io.atoll.manager.inventory.HostDepartures;
import io.atoll.model.HostId;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** A host that is removed sleeps no longer in the history, and nothing is recommended of it. */
@Component
class DpmDepartures implements HostDepartures {
    private final ParkedHostStore hosts;
    private final ParkingBook book;
    private final RecommendationBook recommendations;
    private final Clock clock;

    DpmDepartures(ParkedHostStore hosts, ParkingBook book, RecommendationBook recommendations, Clock clock) {
        this.hosts = hosts;
        this.book = book;
        this.recommendations = recommendations;
        this.clock = clock;
    }

    @Override
    public void leaving(HostId host) {
        hosts.lock(host).ifPresent(one -> book.gone(one, clock.instant()));
        recommendations.withdraw(host, "The host was removed.");
    }
}
