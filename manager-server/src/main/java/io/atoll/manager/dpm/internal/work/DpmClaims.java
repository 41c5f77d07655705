package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.ParkingBook;
import io.atoll.manager.maintenance.HostClaims;
import io.atoll.model.HostId;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Gives hosts up that sleep, or did not wake: they stay off, and power saving does not touch them any more. */
@Component
class DpmClaims implements HostClaims {
    private final ParkedHostStore hosts;
    private final ParkingBook book;
    private final Clock clock;

    DpmClaims(ParkedHostStore hosts, ParkingBook book, Clock clock) {
        this.hosts = hosts;
        this.book = book;
        this.clock = clock;
    }

    @Override
    public boolean giveUp(HostId host) {
        var mine = hosts.lock(host).filter(DpmClaims::isOffered);
        mine.ifPresent(one -> book.forget(one, clock.instant()));
        return mine.isPresent();
    }

    @Override
    public boolean claims(HostId host) {
        return hosts.find(host).isPresent();
    }

    @Override
    public boolean mayGiveUp(HostId host) {
        return hosts.find(host).filter(DpmClaims::isOffered).isPresent();
    }

    private static boolean isOffered(ParkedHost host) {
        return host.state() == ParkedState.ASLEEP || host.state() == ParkedState.FAILED;
    }
}
