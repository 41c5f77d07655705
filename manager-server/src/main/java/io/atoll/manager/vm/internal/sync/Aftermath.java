package io.atoll.manager.vm.internal.sync;

import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.manager.audit.AuditLog;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What follows from a correction: nobody owns a VM that stopped, and everybody hears of a VM that runs twice. */
@Component
class Aftermath {
    private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

    private static final Duration SETTLING_TIME = Duration.ofSeconds(5);
    private static final int MOST_STRANGERS = 10_000;
    private static final int STRANGERS_TOLD = 20;
    private static final Duration STRANGER_WINDOW = Duration.ofMinutes(1);

    private final OwnerRegistry owners;
    private final AuditLog audit;
    private final VmStore vms;
    private final ReportBook book;
    private final TakeoverReasons reasons;
    private final Clock clock;
    private final Set<VmId> knownStrangers = ConcurrentHashMap.newKeySet();
    private Instant windowBegan = Instant.EPOCH;
    private int toldInWindow;

    Aftermath(
            OwnerRegistry owners, AuditLog audit, VmStore vms, ReportBook book, TakeoverReasons reasons, Clock clock) {
        this.owners = owners;
        this.audit = audit;
        this.vms = vms;
        this.book = book;
        this.reasons = reasons;
        this.clock = clock;
    }

    void corrected(VmRecord before, VmRecord after) {
        var host = before.status().host();
        if (host != null && after.status().host() == null && !isLeftToHa(after)) {
            release(after, host);
        }
        if (after.status().hasConflict() && !before.status().hasConflict()) {
            var detail = after.status().conditions().getLast().detail();
            LOG.error("vm={} CONFLICT: {}", after.id(), detail);
            audit.record("system", "", "vm.conflict", "vm/" + after.id(), "CONFLICT", detail);
        }
    }

    /** Why it runs, where HA has started it under a new epoch on the host where it was; empty: HA has not. */
    Optional<PlacementReport> startedAgain(VmRecord vm, VmStatus after) {
        var before = vm.status();
        var host = after.host();
        if (host == null
                || !host.equals(before.host() == null ? before.lastHost() : before.host())
                || !vm.spec().ha().wanted()
                || !before.epoch().isOlderThan(after.epoch())) {
            return Optional.empty();
        }
        return reasons.again(before, host, clock.instant());
    }

    /** Its host's agent restarts it as the owner it is; to end that ownership would be to fight HA. */
    private static boolean isLeftToHa(VmRecord vm) {
        return vm.spec().ha().wanted() && vm.status().powerState() == VmPowerState.CRASHED;
    }

    /** A VM that runs although the inventory does not know it: shown, never touched. */
    void strangers(VmId vm, Set<HostId> hosts) {
        if (hosts.isEmpty()) {
            knownStrangers.remove(vm);
        } else if (knownStrangers.size() < MOST_STRANGERS && knownStrangers.add(vm)) {
            if (mayTell()) {
                LOG.error("vm={} runs on {} but is not in the inventory", vm, hosts);
                audit.record(
                        "system",
                        "",
                        "vm.stranger",
                        "vm/" + vm,
                        "VM_NOT_FOUND",
                        "It runs on %s but is not in the inventory.".formatted(hosts));
            }
        }
    }

    /** So many in a minute and no more: a host that invents VMs must not fill the log and the audit. */
    private synchronized boolean mayTell() {
        var now = clock.instant();
        if (Duration.between(windowBegan, now).compareTo(STRANGER_WINDOW) >= 0) {
            windowBegan = now;
            toldInWindow = 0;
        }
        if (toldInWindow == STRANGERS_TOLD) {
            LOG.error("More VMs are reported that are not in the inventory; they are not told one by one.");
        }
        return toldInWindow++ < STRANGERS_TOLD;
    }

    /**
     * The next start would do it too; done now, other readers of the owner are not misled. Only when the hosts have said
     * the same for a while: a report may have crossed the news that the VM was started.
     */
    private void release(VmRecord vm, HostId host) {
        Thread.ofVirtual().name("release-owner").start(() -> {
            try {
                Thread.sleep(SETTLING_TIME);
                if (isStillOff(vm)) {
                    owners.release(vm.id(), host, vm.status().epoch());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.info("vm={} its owner is released with the next start: {}", vm.id(), e.toString());
            }
        });
    }

    private boolean isStillOff(VmRecord vm) {
        return book.running(vm.id()).isEmpty()
                && vms.find(vm.id().value())
                        .map(VmRecord::status)
                        .filter(status -> status.activeTask() == null)
                        .filter(status -> status.host() == null
                                && status.epoch().equals(vm.status().epoch()))
                        .isPresent();
    }
}
