package io.atoll.manager.vm.internal.sync;

import io.atoll.agent.v1.VmReport;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.GuestFacts;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.manager.vm.internal.VmStatus.Condition;
import io.atoll.manager.vm.internal.VmStatus.Guest;
import io.atoll.manager.vm.internal.sync.ReportBook.Entry;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the reports say of a VM on which no task works. A pure function; equal reports give an equal status, so nothing is
 * written without a reason. A silent host makes its VMs UNKNOWN, never STOPPED.
 */
public final class Settlement {
    /** How an agent says that high availability, and nobody else, ended a VM. */
    private static final String LET_GO = "let-go";

    private final ReportBook book;

    public Settlement(ReportBook book) {
        this.book = book;
    }

    public VmStatus settle(VmRecord vm, Instant now) {
        var status = vm.status();
        var running = book.running(vm.id());
        var settled = place(vm.id(), status, running, now);
        return settled.withConditions(conditions(settled, running, now));
    }

    private VmStatus place(VmId vm, VmStatus status, Map<HostId, Entry> running, Instant now) {
        var host = status.host();
        var elsewhere = running.values().stream()
                .filter(entry -> !entry.host().equals(host) && entry.claim() == VmClaim.OWNER)
                .findFirst();
        if (status.isRestartedByHa()) {
            return restarted(vm, status, running, now);
        }
        if (host == null) {
            return elsewhere.map(entry -> running(status, entry, now)).orElseGet(() -> unfinished(status, now));
        }
        if (running.containsKey(host)) {
            return running(status, running.get(host), now);
        }
        // ZooKeeper names the other host, and this one either says that it does not run the VM, or has lost it by that.
        if (elsewhere.isPresent()) {
            return running(status, elsewhere.get(), now);
        }
        return switch (book.presence(host)) {
            case CONNECTED -> off(status, book.entry(host, vm), now);
            case SILENT ->
                status.powerState().occupiesHost()
                        ? status.in(
                                VmPowerState.UNKNOWN, "Its host does not answer. It may still be running there.", now)
                        : status;
            case NOT_HEARD_YET -> status;
        };
    }

    /** Only a host that owns it ends this, by running it or by saying under the new epoch that it has ended. */
    private VmStatus restarted(VmId vm, VmStatus status, Map<HostId, Entry> running, Instant now) {
        var owner = running.values().stream()
                .filter(entry ->
                        entry.claim() == VmClaim.OWNER && !entry.epoch().isOlderThan(status.epoch()))
                .findFirst();
        if (owner.isPresent()) {
            return isOnItsWay(status, owner.get()) ? status : running(status, owner.get(), now);
        }
        var host = status.host();
        var ended = host == null
                ? Optional.<Entry>empty()
                : book.entry(host, vm)
                        .filter(entry -> entry.epoch().equals(status.epoch())
                                && !entry.state().runs()
                                && entry.state() != ReportedState.INCOMING);
        return ended.isPresent() ? off(status, ended, now) : status;
    }

    /** Its new host says itself that it is being started: known already, and HA is not through with it. */
    private static boolean isOnItsWay(VmStatus status, Entry entry) {
        return entry.state() == ReportedState.STARTING
                && status.powerState() == VmPowerState.STARTING
                && entry.host().equals(status.host())
                && entry.epoch().equals(status.epoch());
    }

    private static VmStatus running(VmStatus status, Entry entry, Instant now) {
        var state = entry.state().whileRunning();
        if (state == null || (entry.claim() == VmClaim.UNKNOWN && !entry.host().equals(status.host()))) {
            return status;
        }
        var at = status.at(
                        state,
                        state == VmPowerState.RUNNING ? "" : entry.report().getDetail(),
                        entry.host(),
                        now)
                .withGuest(guest(entry.report()));
        return entry.claim() == VmClaim.OWNER && at.epoch().isOlderThan(entry.epoch())
                ? at.underEpoch(entry.epoch())
                : at;
    }

    private static VmStatus off(VmStatus status, Optional<Entry> entry, Instant now) {
        if (!status.powerState().occupiesHost()) {
            return status;
        }
        if (entry.isEmpty()) {
            return status.off(
                    VmPowerState.CRASHED, "Its host no longer has it: it was lost with a restart of the host.", now);
        }
        var report = entry.get().report();
        return switch (entry.get().state()) {
            case CRASHED ->
                status.off(VmPowerState.CRASHED, "The hypervisor process ended: " + report.getDetail(), now);
            case STOPPED, INCOMING ->
                report.getStopCause().equals(LET_GO)
                        ? status.off(
                                VmPowerState.CRASHED, "High availability ended it there, to run it elsewhere.", now)
                        : status.off(VmPowerState.STOPPED, cause(report.getStopCause()), now);
            case STARTING, RUNNING, PAUSED, STOPPING, MIGRATING, UNREADABLE -> status;
        };
    }

    private static String cause(String stopCause) {
        return switch (stopCause) {
            case "guest-shutdown" -> "The guest shut down.";
            case "host-stop" -> "It was stopped.";
            case "host-signal" -> "It was ended by a signal on its host.";
            default -> "";
        };
    }

    /** A task ended without leaving the VM where one can rest. */
    private static VmStatus unfinished(VmStatus status, Instant now) {
        return switch (status.powerState()) {
            case STARTING, STOPPING, MIGRATING, RUNNING, PAUSED -> status.off(VmPowerState.STOPPED, "", now);
            case CREATING, STOPPED, CRASHED, UNKNOWN, DELETING, FAILED -> status;
        };
    }

    private static Guest guest(VmReport report) {
        return new Guest(report.getGuestAddressesList(), report.getGuestAgentConnected(), GuestFacts.of(report));
    }

    private static List<Condition> conditions(VmStatus status, Map<HostId, Entry> running, Instant now) {
        var runs = running.values().stream()
                .anyMatch(entry -> entry.host().equals(status.host()) && !isOnItsWay(status, entry));
        var others = status.conditions().stream()
                .filter(condition -> !condition.code().equals(Condition.CONFLICT))
                .filter(condition -> !runs || !condition.code().equals(Condition.HA_RESTARTING))
                .toList();
        var unexpected = running.values().stream()
                .anyMatch(entry ->
                        entry.claim() == VmClaim.NOT_OWNER && !entry.host().equals(status.host()));
        if (running.size() < 2 && !unexpected) {
            return others;
        }
        var hosts = running.keySet().stream().map(HostId::toString).collect(Collectors.joining(", "));
        var detail = running.size() > 1
                ? "More than one host runs this VM: %s. Stop it before its disks are damaged.".formatted(hosts)
                : "Host %s says that it runs this VM, without being its owner. If it does not, revoke it: it lies."
                        .formatted(hosts);
        var before = known(status);
        var conflict = before != null && before.detail().equals(detail)
                ? before
                : new Condition(Condition.CONFLICT, detail, before == null ? now : before.since());
        var all = new ArrayList<>(others);
        all.add(conflict);
        return all;
    }

    private static @Nullable Condition known(VmStatus status) {
        return status.conditions().stream()
                .filter(condition -> condition.code().equals(Condition.CONFLICT))
                .findFirst()
                .orElse(null);
    }
}
