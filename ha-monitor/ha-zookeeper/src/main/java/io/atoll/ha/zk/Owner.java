package io.atoll.ha.zk;

import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Who may run a VM.
 *
 * @param host null: nobody
 * @param epoch of the present owner, or of the last one while there is none
 * @param desired what the owner is to do with it
 * @param operation the claim that made it so
 */
public record Owner(
        VmId vm,
        @Nullable HostId host,
        VmEpoch epoch,
        DesiredState desired,
        @Nullable String operation) {
    /** What an owner is wanted to do with its VM. */
    public enum DesiredState {
        RUNNING,
        STOPPED
    }

    public boolean isOwnedBy(HostId candidate) {
        return candidate.equals(host);
    }

    /** The node's data. */
    public record Node(
            @Nullable String host,
            long epoch,
            DesiredState desired,
            @Nullable String operation) {
        public static Node of(Owner owner) {
            var host = owner.host == null ? null : owner.host.toString();
            return new Node(host, owner.epoch.value(), owner.desired, owner.operation);
        }

        public Owner toOwner(VmId vm) {
            return new Owner(vm, host == null ? null : HostId.parse(host), new VmEpoch(epoch), desired, operation);
        }
    }
}
