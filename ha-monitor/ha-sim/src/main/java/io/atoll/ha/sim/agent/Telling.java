package io.atoll.ha.sim.agent;

import io.atoll.ha.lease.Channel;
import io.atoll.ha.proof.Proof;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries of a timeline as lines of a story, with the names of the cluster. */
public final class Telling {
    private static final long NS_PER_MS = 1_000_000L;

    private Telling() {}

    public static String of(SimCluster cluster, TimelineEntry entry) {
        return switch (entry) {
            case TimelineEntry.SignalLost(var host, var channel, var pool, var stillNanos) ->
                "%s: %s stands still for %d ms"
                        .formatted(host(cluster, host), channel(cluster, channel, pool), stillNanos / NS_PER_MS);
            case TimelineEntry.SignalBack(var host, var channel, var pool) ->
                "%s: %s moves again".formatted(host(cluster, host), channel(cluster, channel, pool));
            case TimelineEntry.StillAlive(var host, var channel) ->
                "%s lives by %s, its VMs go on".formatted(host(cluster, host), channel(cluster, channel, null));
            case TimelineEntry.HeldBack(var host, var silent, var all, var limit) ->
                "%s: held back, %d of %d hosts are silent, above %d %%"
                        .formatted(host(cluster, host), silent, all, limit);
            case TimelineEntry.Proved(var host, var proof) ->
                "%s is proved dead: %s".formatted(host(cluster, host), proof(proof));
            case TimelineEntry.TakenOver(var host) -> "%s is taken over".formatted(host(cluster, host));
            case TimelineEntry.Order(var vms) -> "order of starts: %s".formatted(vms(cluster, vms));
            case TimelineEntry.Waits(var vm, var reason) -> "%s waits: %s".formatted(vm(cluster, vm), reason);
            case TimelineEntry.WentOnWithout(var vm, var notReady, var limit) ->
                "%s goes on without %s after %d s"
                        .formatted(vm(cluster, vm), vms(cluster, notReady), limit.toSeconds());
            case TimelineEntry.Assigned(var vm, var host, var epoch, var attempt) ->
                "%s goes to %s with epoch %s, attempt %d"
                        .formatted(vm(cluster, vm), host(cluster, host), epoch, attempt);
            case TimelineEntry.Up(var vm, var host) -> "%s is up on %s".formatted(vm(cluster, vm), host(cluster, host));
            case TimelineEntry.Ready(var vm, var host) ->
                "%s is ready on %s".formatted(vm(cluster, vm), host(cluster, host));
            case TimelineEntry.Failed(var vm, var host, var cause, var failures, var delay) ->
                "%s failed on %s (%s, %d in a row), next try after %d s"
                        .formatted(vm(cluster, vm), host(cluster, host), cause, failures, delay.toSeconds());
            case TimelineEntry.ReleaseOrdered(var host, var vms, var cause) ->
                "%s is told to let %s go (%s)".formatted(host(cluster, host), vms(cluster, vms), cause);
            case TimelineEntry.Released(var host, var vm, var epoch) ->
                "%s has let %s go at epoch %s".formatted(host(cluster, host), vm(cluster, vm), epoch);
            case TimelineEntry.StaysForNow(var host, var vms, var cause, var reason) ->
                "%s keeps %s for now (%s): %s".formatted(host(cluster, host), vms(cluster, vms), cause, reason);
            case TimelineEntry.KeptByPolicy(var host, var vms, var cause) ->
                "%s keeps %s by policy (%s)".formatted(host(cluster, host), vms(cluster, vms), cause);
            case TimelineEntry.Quarantined(var host, var failures, var within, var quarantine) ->
                "%s gets no VMs for %d s: %d failures within %d s"
                        .formatted(host(cluster, host), quarantine.toSeconds(), failures, within.toSeconds());
            case TimelineEntry.HostBack(var host) -> "%s is back".formatted(host(cluster, host));
        };
    }

    /** One line about why it is certain. */
    public static String proof(Proof proof) {
        return switch (proof) {
            case Proof.LeaseRanOut lease ->
                "its lease ran out, beat still for %d ms".formatted(lease.beatStillNanos() / NS_PER_MS);
            case Proof.EnforcersReleased released -> "its enforcers say that nothing runs";
            case Proof.Vouched(var evidence) ->
                "%s (%s)".formatted(evidence.getClass().getSimpleName(), evidence.by());
        };
    }

    private static String host(SimCluster cluster, HostId host) {
        return cluster.hostName(Ids.indexOf(host));
    }

    private static String vm(SimCluster cluster, VmId vm) {
        return cluster.vmName(Ids.indexOf(vm));
    }

    private static String vms(SimCluster cluster, List<VmId> vms) {
        return vms.stream().map(vm -> vm(cluster, vm)).collect(Collectors.joining(" "));
    }

    private static String channel(SimCluster cluster, Channel channel, @Nullable PoolId pool) {
        return switch (channel) {
            case ZOOKEEPER -> "beat";
            case STORAGE ->
                pool == null ? "storage" : "slot on " + cluster.plan.pools().get(Ids.indexOf(pool));
        };
    }
}
