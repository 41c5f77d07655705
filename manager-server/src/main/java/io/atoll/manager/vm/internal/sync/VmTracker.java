package io.atoll.manager.vm.internal.sync;

import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.VmGone;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.vm.internal.VmChanges;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Listens to the hosts and corrects the VMs. Looks before it writes: most reports change nothing. */
@Component
class VmTracker implements HostListener, LeadershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(VmTracker.class);

    private final ReportBook book;
    private final Settlement settlement;
    private final VmStore vms;
    private final VmChanges changes;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final Aftermath aftermath;
    private final Clock clock;

    VmTracker(
            ReportBook book,
            VmStore vms,
            VmChanges changes,
            TrackerLinks links,
            LeaderTransaction transaction,
            Aftermath aftermath,
            Clock clock) {
        this.book = book;
        this.settlement = new Settlement(book);
        this.vms = vms;
        this.changes = changes;
        this.leadership = links.leadership();
        this.transaction = transaction;
        this.aftermath = aftermath;
        this.clock = clock;
        links.leadership().onChange(this);
        links.agents().addListener(this);
    }

    /** What the tracker listens to. */
    @Component
    record TrackerLinks(Leadership leadership, AgentLink agents) {}

    @Override
    public void leading(LeaderEpoch epoch) {
        book.clear();
    }

    @Override
    public void following() {
        book.clear();
    }

    @Override
    public void resync(HostId host, HostReport report, List<ReportedVm> reported) {
        var affected = new TreeSet<>(book.replace(host, reported, report.getClockMs()));
        affected.addAll(vms.at(host));
        correct(affected);
    }

    @Override
    public void vmChanged(HostId host, ReportedVm vm) {
        book.put(host, vm);
        correct(List.of(VmId.parse(vm.report().getVmId())));
    }

    @Override
    public void vmGone(HostId host, VmGone gone, VmClaim claim) {
        var vm = VmId.parse(gone.getVmId());
        book.remove(host, vm);
        correct(List.of(vm));
    }

    @Override
    public void disconnected(HostId host, LinkState state, String reason) {
        var affected = new TreeSet<>(book.silenced(host)); // others' VMs too, where it claimed to run them
        affected.addAll(vms.at(host));
        correct(affected);
    }

    /** Looks at a VM that may have missed a report, on a thread of its own: the caller is within a commit. */
    void lookSoon(VmId vm) {
        Thread.ofVirtual().name("vm-look-" + vm).start(() -> {
            try {
                correct(List.of(vm));
            } catch (DataAccessException | TransactionException | DeposedException e) {
                LOG.debug("vm={} is looked at with its next report: {}", vm, e.getMessage());
            }
        });
    }

    private void correct(Collection<VmId> affected) {
        for (var id : affected) {
            var epoch = leadership.epoch();
            if (epoch.isEmpty()) {
                return;
            }
            var vm = vms.find(id.value());
            if (vm.isEmpty()) {
                aftermath.strangers(id, book.running(id).keySet());
            } else if (isToCorrect(vm.get())) {
                correct(vm.get(), epoch.get());
            }
        }
    }

    private boolean isToCorrect(VmRecord vm) {
        return vm.status().activeTask() == null
                && !settlement.settle(vm, clock.instant()).equals(vm.status());
    }

    private void correct(VmRecord seen, LeaderEpoch epoch) {
        var changed = transaction.call(epoch, () -> {
            vms.lock(seen.id().value())
                    .flatMap(vm -> aftermath.startedAgain(vm, corrected(vm, vm.status())))
                    .ifPresent(reason -> changes.keepTakeover(seen.id(), reason));
            return changes.change(seen.id(), vm -> vm.withStatus(status -> corrected(vm, status)));
        });
        changed.ifPresent(vm -> {
            difference(seen.status(), vm.status()).ifPresent(text -> LOG.info("vm={} {}", vm.id(), text));
            aftermath.corrected(seen, vm);
        });
    }

    /** For the log; nothing where only what the guest tells has changed, as its addresses do. */
    static Optional<String> difference(VmStatus before, VmStatus after) {
        if (place(before).equals(place(after)) && before.detail().equals(after.detail())) {
            return Optional.empty();
        }
        var text = "was %s, is %s".formatted(place(before), place(after));
        return Optional.of(after.detail().isEmpty() ? text : text + ": " + after.detail());
    }

    private static String place(VmStatus status) {
        var state = status.hasConflict()
                ? status.powerState() + " (in conflict)"
                : status.powerState().toString();
        return status.host() == null ? state : state + " on " + status.host();
    }

    private VmStatus corrected(VmRecord vm, VmStatus status) {
        return status.activeTask() == null ? settlement.settle(vm, clock.instant()) : status;
    }
}
