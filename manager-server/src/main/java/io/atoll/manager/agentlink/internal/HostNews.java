package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.Resync;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmGone;
import io.atoll.agent.v1.VmReport;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one stream of a host says, checked and handed to the listeners. Remembers which VMs the host has named, so that it
 * can name only so many, and sends samples and events of no others.
 */
final class HostNews {
    private static final int MOST_VMS = 4_096;
    /** A claim may come with a migration; so many are asked for again with each samples message. */
    private static final int CLAIMS_ASKED_AGAIN = 16;
    /** No address is longer, with its zone. */
    private static final int LONGEST_ADDRESS_CHARS = 64;

    private final HostId host;
    private final Listeners listeners;
    private final Claims claims;
    private final Consumer<String> violated;
    private final Map<VmId, VmClaim> named = new HashMap<>();

    HostNews(HostId host, Listeners listeners, Claims claims, Consumer<String> violated) {
        this.host = host;
        this.listeners = listeners;
        this.claims = claims;
        this.violated = violated;
    }

    /** How much of the host's pace an update takes. */
    static int cost(HostUpdate update) {
        return switch (update.getUpdateCase()) {
            case RESYNC -> 50 + update.getResync().getVmsCount();
            case SAMPLES -> 1 + update.getSamples().getVmsCount() / 100;
            case VM_CHANGED, VM_GONE, HOST_CHANGED, VM_EVENT, UPDATE_NOT_SET -> 1;
        };
    }

    /** What is wrong with a complete state as a whole: nothing that follows it could be understood. */
    Optional<String> wrong(Resync resync) {
        return resync.getVmsCount() > MOST_VMS
                ? Optional.of("it says it has %d VMs".formatted(resync.getVmsCount()))
                : ReportCheck.host(host, resync.getHost());
    }

    /** Tells what an update says; false when a listener must hear everything again. */
    boolean tell(HostUpdate update) {
        return switch (update.getUpdateCase()) {
            case RESYNC -> resync(update.getResync());
            case HOST_CHANGED -> {
                var wrong = ReportCheck.host(host, update.getHostChanged());
                wrong.ifPresent(violated);
                var report = PlainText.in(update.getHostChanged());
                yield wrong.isPresent() || listeners.tell(listener -> listener.hostChanged(host, report));
            }
            case VM_CHANGED -> vmChanged(update.getVmChanged());
            case VM_GONE -> vmGone(update.getVmGone());
            case VM_EVENT -> {
                var event = PlainText.in(update.getVmEvent());
                yield !isNamed(event.getVmId()) || listeners.tell(listener -> listener.vmEvent(host, event));
            }
            case SAMPLES -> {
                samples(update.getSamples());
                yield true; // the next ones come soon
            }
            case UPDATE_NOT_SET -> true; // a newer agent's news that we do not know
        };
    }

    private boolean resync(Resync resync) {
        named.clear();
        var vms = new ArrayList<ReportedVm>();
        for (VmReport vm : resync.getVmsList()) {
            reported(vm).ifPresent(vms::add);
        }
        var report = PlainText.in(resync.getHost());
        return listeners.tell(listener -> listener.resync(host, report, vms));
    }

    private boolean vmChanged(VmReport report) {
        if (!isNamed(report.getVmId()) && named.size() >= MOST_VMS) {
            violated.accept("it has named more than %d VMs".formatted(MOST_VMS));
            return true;
        }
        return reported(report)
                .map(vm -> listeners.tell(listener -> listener.vmChanged(host, vm)))
                .orElse(true);
    }

    private boolean vmGone(VmGone gone) {
        if (!isNamed(gone.getVmId())) {
            return true;
        }
        var vm = VmId.parse(gone.getVmId());
        named.remove(vm);
        var claim = claims.of(host, vm, gone.getEpoch());
        return listeners.tell(listener -> listener.vmGone(host, gone, claim));
    }

    /**
     * Empty where it is not even said of which VM. A report that cannot be true otherwise is handed on as one that cannot be
     * read: that the host has something of the VM is all that is known, and "not there" would be the one wrong answer.
     */
    private Optional<ReportedVm> reported(VmReport report) {
        if (!ReportCheck.isId(report.getVmId())) {
            violated.accept(PlainText.of("it reports a VM with the id \"%s\"".formatted(report.getVmId())));
            return Optional.empty();
        }
        var wrong = ReportCheck.vm(report);
        wrong.ifPresent(violated);
        var readable = wrong.isEmpty() ? clean(report) : unreadable(report);
        var vm = VmId.parse(report.getVmId());
        var claim = claims.of(host, vm, readable.getEpoch());
        named.put(vm, claim);
        return Optional.of(new ReportedVm(readable, claim));
    }

    private static VmReport clean(VmReport report) {
        var addresses = report.getGuestAddressesList().stream()
                .filter(address -> address.length() <= LONGEST_ADDRESS_CHARS)
                .toList();
        return PlainText.in(report.toBuilder()
                .clearGuestAddresses()
                .addAllGuestAddresses(addresses)
                .build());
    }

    private static VmReport unreadable(VmReport report) {
        return VmReport.newBuilder()
                .setVmId(report.getVmId())
                .setEpoch(Math.max(0, report.getEpoch()))
                .setPowerState("UNREADABLE")
                .setDetail("Its host says something of it that cannot be true.")
                .build();
    }

    /** Of the VMs the host owns. One that was not its own when it was named is asked for again: it may have arrived. */
    private void samples(Samples samples) {
        var wrong = SampleCheck.samples(samples);
        if (wrong.isPresent()) {
            violated.accept(wrong.get());
            return;
        }
        int asked = 0;
        var sound = samples.toBuilder().clearVms();
        for (var sample : samples.getVmsList()) {
            var vm = VmId.parse(sample.getVmId());
            var claim = named.get(vm);
            if (claim != null && claim != VmClaim.OWNER && asked++ < CLAIMS_ASKED_AGAIN) {
                claim = claims.of(host, vm, 0);
                named.put(vm, claim);
            }
            if (claim == VmClaim.OWNER) {
                sound.addVms(sample);
            }
        }
        var checked = sound.build();
        listeners.tell(listener -> listener.samples(host, checked));
    }

    private boolean isNamed(String vm) {
        return ReportCheck.isId(vm) && named.containsKey(VmId.parse(vm));
    }
}
