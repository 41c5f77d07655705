package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmLifecycle;
import org.jspecify.annotations.Nullable;

/** Keeps one VM's process in the cgroup that its epoch and its protection ask for. Called with the VM's commands locked. */
final class VmPlacement {
    private final VmLedger ledger;
    private final VmGroups groups;

    VmPlacement(VmLedger ledger, VmGroups groups) {
        this.ledger = ledger;
        this.groups = groups;
    }

    void requirePossible(VmDefinition definition) {
        if (definition.highlyAvailable()) {
            groups.requireProtectable(definition);
        }
    }

    /** Before a guest instruction runs: the process was started standing still. */
    void started(QemuRun run) {
        var record = ledger.record();
        groups.place(pid(run), record.definition(), record.epoch());
    }

    void adopted(QemuRun run) {
        var record = ledger.record();
        groups.placeAdopted(pid(run), record.definition(), record.epoch());
    }

    /** The epoch has changed. */
    void renamed(@Nullable QemuRun run) {
        move(run, ledger.record().definition());
    }

    void setHighlyAvailable(@Nullable QemuRun run, boolean wanted) {
        var definition = ledger.record().definition();
        if (definition.highlyAvailable() == wanted) {
            return;
        }
        if (!wanted && groups.isFrozen() && ledger.state().hasProcess()) {
            throw HypervisorException.wrongState(
                    ledger.id(),
                    new Transition.Refused(
                            "ending its protection is not possible because this host holds no lease that lasts",
                            VmLifecycle.allowedCommands(ledger.state())));
        }
        var next = definition.withHighAvailability(wanted);
        requirePossible(next);
        move(run, next);
        ledger.redefine(next);
    }

    private void move(@Nullable QemuRun run, VmDefinition definition) {
        if (run != null && ledger.state().hasProcess()) {
            groups.place(pid(run), definition, ledger.record().epoch());
            groups.sweep();
        }
    }

    private static long pid(QemuRun run) {
        return run.process().identity().pid();
    }
}
