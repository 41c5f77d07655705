package io.atoll.manager.vm.internal.ha;

import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.manager.ha.HaSight.Seen;
import io.atoll.manager.ha.HaStatus;
import io.atoll.manager.ha.HaStatus.Reason;
import io.atoll.manager.ha.HaStatus.State;
import io.atoll.manager.inventory.HaFigures;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether HA would restart a VM now. A pure function of what the database says and what was seen in ZooKeeper: protected is
 * what is proved to be so, and everything that stands in the way is named.
 */
public final class ProtectionVerdict {
    /** A beat is older than a lease by the time it is looked at once a second. */
    private static final Duration OLDEST_BEAT =
            Duration.ofMillis(HaFigures.FIXED.leaseMs() + 2L * HaFigures.FIXED.renewMs());

    private ProtectionVerdict() {}

    /** @param seen empty: ZooKeeper does not answer this manager */
    static HaStatus of(ProtectionRow row, Optional<Seen> seen) {
        if (!row.wanted()) {
            return new HaStatus(State.OFF, List.of());
        }
        if (row.run().restarting()) {
            return new HaStatus(State.RESTARTING, List.of());
        }
        if (!row.run().state().occupiesHost() && row.run().state() != VmPowerState.CRASHED) {
            return new HaStatus(State.NOT_RUNNING, List.of());
        }
        var reasons = reasons(row, seen.orElse(null));
        return new HaStatus(reasons.isEmpty() ? State.PROTECTED : State.UNPROTECTED, reasons);
    }

    /** Why nobody can call a VM in this state protected, whatever else is known; empty: it depends on the rest. */
    public static Optional<Reason> unsure(VmPowerState state) {
        return switch (state) {
            case STARTING ->
                Optional.of(new Reason(
                        "VM_STARTING", "It is being started; it is protected once its host says that it runs."));
            case UNKNOWN ->
                Optional.of(new Reason(
                        "VM_UNKNOWN", "Its host does not answer the manager, so nobody can say how it is protected."));
            case CREATING, RUNNING, PAUSED, MIGRATING, STOPPING, STOPPED, CRASHED, DELETING, FAILED -> Optional.empty();
        };
    }

    private static List<Reason> reasons(ProtectionRow row, @Nullable Seen seen) {
        var reasons = new ArrayList<Reason>();
        unsure(row.run().state()).ifPresent(reasons::add);
        if (!row.settings().clusterOn()) {
            reasons.add(new Reason("CLUSTER_HA_OFF", "HA is off in the cluster."));
        } else if (!row.settings().clusterArmed()) {
            reasons.add(
                    new Reason("CLUSTER_HA_DISARMED", "HA is disarmed in the cluster: agents watch and do nothing."));
        }
        if (!row.specCurrent() || row.writtenSha256() == null) {
            reasons.add(new Reason("SPEC_NOT_WRITTEN", "The newest signed spec does not lie beside its disks yet."));
        }
        if (seen == null) {
            reasons.add(
                    new Reason("ZOOKEEPER_UNREADABLE", "ZooKeeper does not answer the manager, so nothing is sure."));
            return reasons;
        }
        record(row, seen).ifPresent(reasons::add);
        owner(row, seen).ifPresent(reasons::add);
        var host = row.run().host();
        if (host != null) {
            host(row, host, seen, reasons);
        }
        return reasons;
    }

    private static Optional<Reason> record(ProtectionRow row, Seen seen) {
        var there = Optional.ofNullable(seen.facts().vms().protections().get(row.vm()));
        if (there.isEmpty()) {
            return Optional.of(new Reason("RECORD_MISSING", "Its protection is not in ZooKeeper yet."));
        }
        return there.equals(row.record())
                ? Optional.empty()
                : Optional.of(new Reason("RECORD_OUTDATED", "Its protection in ZooKeeper says something older."));
    }

    private static Optional<Reason> owner(ProtectionRow row, Seen seen) {
        var owner =
                Optional.ofNullable(seen.facts().vms().owners().get(row.vm())).map(OwnedVm::owner);
        if (owner.map(Owner::host).filter(host -> host.equals(row.run().host())).isEmpty()
                || !owner.get().epoch().equals(row.run().epoch())) {
            return Optional.of(new Reason(
                    "OWNER_DIFFERS",
                    "ZooKeeper names %s with epoch %s as its owner; the manager believes in another."
                            .formatted(
                                    owner.map(Owner::host).map(HostId::toString).orElse("nobody"),
                                    owner.map(known -> known.epoch().toString()).orElse("none"))));
        }
        return Optional.empty();
    }

    private static void host(ProtectionRow row, HostId host, Seen seen, List<Reason> reasons) {
        var facts = seen.facts().hosts().get(host);
        if (facts == null) {
            reasons.add(new Reason("HOST_NOT_CAPABLE", "Its host has never said that it can do HA."));
            return;
        }
        if (!facts.effective()) {
            reasons.add(new Reason("HOST_NOT_CAPABLE", "Its host: " + String.join(", ", facts.notEffective())));
        }
        var age = seen.beatAge(host);
        if (age.isEmpty() || age.get().compareTo(OLDEST_BEAT) > 0) {
            reasons.add(new Reason("HOST_NOT_BEATING", "Its host does not renew its beat in ZooKeeper."));
        }
        if (!facts.slotPools().contains(row.sizes().pool())) {
            reasons.add(new Reason("SLOT_NOT_RENEWED", "Its host does not renew its slot on the VM's pool."));
        }
    }
}
