package io.atoll.ha.zk;

import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.regex.Pattern;
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

    /** How an operation begins that an HA leader has written; the leadership's number follows, and failures if there were any. */
    private static final String BY_HA = "ha:";

    private static final Pattern FAILURES = Pattern.compile("ha:[0-9]+:([0-9]{1,9})");

    /** The operation of an owner that an HA leader made. */
    public static String byHa(LeaderEpoch leaderEpoch, int failures) {
        return failures == 0 ? BY_HA + leaderEpoch : "%s%s:%d".formatted(BY_HA, leaderEpoch, failures);
    }

    /** Whether an HA leader made it so, not a manager. */
    public boolean isByHa() {
        return operation != null && operation.startsWith(BY_HA);
    }

    /** How often in a row the VM had failed when an HA leader made it so; 0 where a manager did. */
    public int failures() {
        var match = operation == null ? null : FAILURES.matcher(operation);
        return match != null && match.matches() ? Integer.parseInt(match.group(1)) : 0;
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
