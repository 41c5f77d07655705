package io.atoll.manager.vm.internal.sync;

import io.atoll.manager.vm.HostGuests;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.SortedSet;
import org.springframework.stereotype.Component;

/** Reads the book of reports. */
@Component
class ReportedGuests implements HostGuests {
    private final ReportBook book;

    ReportedGuests(ReportBook book) {
        this.book = book;
    }

    @Override
    public Optional<SortedSet<VmId>> processesOn(HostId host) {
        return book.processesOn(host);
    }
}
