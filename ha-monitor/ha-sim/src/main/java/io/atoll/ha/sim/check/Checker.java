package io.atoll.ha.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Judges a story while it happens. A QEMU counts as writing from the moment it is told to go on until its process is gone and
 * its last write has landed; that a frozen one cannot write is a second line that the judge does not lean on.
 */
public final class Checker {
    private final LongSupplier trueNs;
    private final List<List<Writer>> writers = new ArrayList<>();
    private final List<List<Writer>> ended = new ArrayList<>();
    private final long[] ownerEpochs;
    private final long[] acknowledgedEpochs;
    private final long[] releasedEpochs;
    private final List<Violation> violations = new ArrayList<>();
    private int takeovers;
    private int starts;
    private int releases;

    public Checker(int vms, LongSupplier trueNs) {
        this.trueNs = trueNs;
        for (var vm = 0; vm < vms; vm++) {
            writers.add(new ArrayList<>(2));
            ended.add(new ArrayList<>(2));
        }
        ownerEpochs = new long[vms];
        acknowledgedEpochs = new long[vms];
        releasedEpochs = new long[vms];
    }

    /** A QEMU may write from now on. */
    public void mayWrite(Writer writer) {
        starts++;
        var now = trueNs.getAsLong();
        var running = writers.get(writer.vm());
        for (var other : running) {
            violation(
                    Violation.Kind.TWO_WRITERS,
                    "%s may write while %s lives".formatted(writer.describe(), other.describe()));
        }
        for (var other : ended.get(writer.vm())) {
            if (other.lastWriteLandsNs() > now) {
                violation(
                        Violation.Kind.TWO_WRITERS,
                        "%s may write before the last write of %s has landed"
                                .formatted(writer.describe(), other.describe()));
            }
        }
        if (writer.epoch() <= releasedEpochs[writer.vm()]) {
            violation(
                    Violation.Kind.RAN_AFTER_RELEASE,
                    "%s may write, epoch %d was released".formatted(writer.describe(), releasedEpochs[writer.vm()]));
        }
        ended.get(writer.vm()).clear();
        running.add(writer);
    }

    /** A QEMU was paused by QMP for good, or its process is gone. */
    public void writesNoMore(Writer writer) {
        if (writers.get(writer.vm()).remove(writer)) {
            ended.get(writer.vm()).add(writer);
        }
    }

    /**
     * A host has said on the pool that it let a VM go. Of what another host may still do at an older epoch it says nothing: that one stood
     * still for longer than the window, and the image's lock holds until it has ended.
     */
    public void released(int vm, long epoch, String host) {
        releases++;
        releasedEpochs[vm] = Math.max(releasedEpochs[vm], epoch);
        for (var writer : writers.get(vm)) {
            if (writer.epoch() == epoch
                    || (writer.epoch() < epoch && writer.host().equals(host))) {
                violation(
                        Violation.Kind.RAN_AFTER_RELEASE,
                        "epoch %d is said to be released while %s may write".formatted(epoch, writer.describe()));
            }
        }
    }

    /** The owner node of a VM was written. */
    public void ownerWritten(int vm, long epoch) {
        if (epoch < ownerEpochs[vm]) {
            violation(
                    Violation.Kind.EPOCH_WENT_BACK,
                    "the owner of vm%d went from epoch %d back to %d".formatted(vm + 1, ownerEpochs[vm], epoch));
        }
        ownerEpochs[vm] = epoch;
    }

    /** Its HA leader was told that a takeover is done. */
    public void takeoverAcknowledged(int vm, long epoch) {
        takeovers++;
        acknowledgedEpochs[vm] = Math.max(acknowledgedEpochs[vm], epoch);
        if (ownerEpochs[vm] < epoch) {
            violation(
                    Violation.Kind.TAKEOVER_LOST,
                    "the takeover of vm%d with epoch %d was acknowledged, the owner has epoch %d"
                            .formatted(vm + 1, epoch, ownerEpochs[vm]));
        }
    }

    /** At the end: what runs must be at least as new as what was acknowledged. */
    public void runsAtTheEnd(int vm, long epoch) {
        if (epoch < acknowledgedEpochs[vm]) {
            violation(
                    Violation.Kind.TAKEOVER_LOST,
                    "vm%d runs with epoch %d, a takeover with epoch %d was acknowledged"
                            .formatted(vm + 1, epoch, acknowledgedEpochs[vm]));
        }
    }

    /** HA has made a host the owner of a VM that must not be there. */
    public void ruleBroken(int vm, String host, String rule) {
        violation(
                Violation.Kind.RULE_BROKEN,
                "vm%d was restarted on %s, which breaks rule %s".formatted(vm + 1, host, rule));
    }

    public void staysDown(int vm, String why) {
        violation(Violation.Kind.STAYS_DOWN, "vm%d does not run: %s".formatted(vm + 1, why));
    }

    /** The QEMUs of a VM that may write now. */
    public List<Writer> writers(int vm) {
        return writers.get(vm);
    }

    public List<Violation> violations() {
        return violations;
    }

    /** VMs whose takeover was acknowledged. */
    public int takeovers() {
        return takeovers;
    }

    /** How often a host has said on a pool that it let a VM go. */
    public int releases() {
        return releases;
    }

    public int starts() {
        return starts;
    }

    private void violation(Violation.Kind kind, String text) {
        violations.add(new Violation(trueNs.getAsLong(), kind, text));
    }
}
