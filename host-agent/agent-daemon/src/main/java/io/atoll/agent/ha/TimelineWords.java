package io.atoll.agent.ha;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.lease.Channel;
import io.atoll.ha.proof.Evidence;
import io.atoll.ha.proof.Proof;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened in an incident, as a stable word for programs and a sentence for people. */
final class TimelineWords {
    private static final int MOST_NAMED = 12;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Function<HostId, String> hostNames;
    private final Function<VmId, String> vmNames;

    /** The names are for people; where there is none, the function answers the id. */
    TimelineWords(Function<HostId, String> hostNames, Function<VmId, String> vmNames) {
        this.hostNames = hostNames;
        this.vmNames = vmNames;
    }

    /** {@code SIGNAL_LOST} for a SignalLost, and so on. */
    static String word(TimelineEntry entry) {
        return entry.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT);
    }

    String sentence(TimelineEntry entry) {
        return switch (entry) {
            case TimelineEntry.SignalLost(var host, var channel, var pool, var still) ->
                "The %s of %s has stood still for %s.".formatted(signal(channel, pool), host(host), seconds(still));
            case TimelineEntry.SignalBack(var host, var channel, var pool) ->
                "The %s of %s moves again.".formatted(signal(channel, pool), host(host));
            case TimelineEntry.StillAlive(var host, var channel) ->
                "%s is alive by its %s, so its VMs run on where they are.".formatted(host(host), signal(channel, null));
            case TimelineEntry.HeldBack(var host, var silent, var all, var limit) ->
                ("%d of %d hosts are silent at once, more than %d %%: time alone is no proof that %s is dead. Confirm it, or switch "
                                + "its power off.")
                        .formatted(silent, all, limit, host(host));
            case TimelineEntry.Proved(var host, var proof) ->
                "%s runs nothing any more: %s.".formatted(host(host), proof(proof));
            case TimelineEntry.TakenOver(var host) ->
                "The fence of %s is up and its VMs have new owners.".formatted(host(host));
            case TimelineEntry.Order(var vms) -> "The VMs start in this order: %s.".formatted(vms(vms));
            case TimelineEntry.Waits(var vm, var reason) -> "%s waits: %s".formatted(vm(vm), reason);
            case TimelineEntry.WentOnWithout(var vm, var notReady, var limit) ->
                "%s starts although %s did not become ready within %s.".formatted(vm(vm), vms(notReady), span(limit));
            case TimelineEntry.Assigned(var vm, var host, var epoch, var attempt) ->
                "%s is to start on %s (epoch %s, attempt %d).".formatted(vm(vm), host(host), epoch, attempt);
            case TimelineEntry.Up(var vm, var host) -> "%s runs on %s.".formatted(vm(vm), host(host));
            case TimelineEntry.Ready(var vm, var host) -> "%s is ready on %s.".formatted(vm(vm), host(host));
            case TimelineEntry.Failed(var vm, var host, var cause, var _, var _)
            when cause == FailureCause.IMAGE_LOCKED ->
                "%s cannot start on %s yet: %s. It is tried again and again while that lasts."
                        .formatted(vm(vm), host(host), cause(cause));
            case TimelineEntry.Failed(var vm, var host, var cause, var failures, var next) ->
                "%s failed on %s: %s. Failure %d in a row; %s."
                        .formatted(
                                vm(vm),
                                host(host),
                                cause(cause),
                                failures,
                                next.isZero() ? "tried again at once" : "tried again after " + span(next));
            case TimelineEntry.ReleaseOrdered(var host, var vms, var cause) ->
                "%s is to end %s, because %s.".formatted(host(host), vms(vms), cause(cause));
            case TimelineEntry.Released(var host, var vm, var epoch) ->
                "%s says that it has ended %s and will not run it with epoch %s again."
                        .formatted(host(host), vm(vm), epoch);
            case TimelineEntry.StaysForNow(var host, var vms, var cause, var reason) ->
                "%s stay on %s for now, although %s: %s.".formatted(vms(vms), host(host), cause(cause), reason);
            case TimelineEntry.KeptByPolicy(var host, var vms, var cause) ->
                "%s stay on %s as their policy says, although %s.".formatted(vms(vms), host(host), cause(cause));
            case TimelineEntry.Quarantined(var host, var failures, var within, var quarantine) ->
                "%s was lost %d times within %s and gets no VMs for %s."
                        .formatted(host(host), failures, span(within), span(quarantine));
            case TimelineEntry.HostBack(var host) -> "%s is there again.".formatted(host(host));
        };
    }

    /** Why a host runs nothing any more; follows on a colon. */
    static String proof(Proof proof) {
        return switch (proof) {
            case Proof.LeaseRanOut ranOut ->
                ("its lease ran out; its beat has stood still for %s and its slots for %s, and a fresh read of its slots "
                                + "showed nothing new")
                        .formatted(
                                seconds(ranOut.beatStillNanos()),
                                ranOut.slotsStillNanos().values().stream()
                                        .map(TimelineWords::seconds)
                                        .collect(Collectors.joining(", ")));
            case Proof.EnforcersReleased released ->
                "its enforcers say on %d pools that nothing is left"
                        .formatted(released.pools().size());
            case Proof.Vouched(var evidence) ->
                switch (evidence) {
                    case Evidence.PoweredOff off -> "its power is off, says " + off.by();
                    case Evidence.EvictedFromStorage evicted ->
                        "the storage lets it write no more, says " + evicted.by();
                    case Evidence.OperatorSays says -> "%s says so".formatted(says.by());
                };
        };
    }

    private String signal(Channel channel, @Nullable PoolId pool) {
        return switch (channel) {
            case ZOOKEEPER -> "beat";
            case STORAGE -> pool == null ? "slot" : "slot on pool " + pool;
        };
    }

    private static String cause(FailureCause cause) {
        return switch (cause) {
            case QEMU_CRASHED -> "its process ended by itself";
            case GUEST_PANICKED -> "the guest's operating system panicked";
            case GUEST_SILENT -> "its guest agent has stopped answering";
            case START_FAILED -> "it could not be started";
            case IMAGE_LOCKED -> "its disks are still in use by another process";
        };
    }

    private static String cause(TimelineEntry.ReleaseCause cause) {
        return switch (cause) {
            case ISOLATED -> "the host is cut off from the others";
            case STORAGE_LOST -> "the host has lost their storage";
        };
    }

    private String host(HostId host) {
        return hostNames.apply(host);
    }

    private String vm(VmId vm) {
        return vmNames.apply(vm);
    }

    private String vms(Collection<VmId> vms) {
        var named = vms.stream().limit(MOST_NAMED).map(this::vm).collect(Collectors.joining(", "));
        return vms.size() <= MOST_NAMED ? named : "%s and %d more".formatted(named, vms.size() - MOST_NAMED);
    }

    private static String seconds(long nanos) {
        return "%.1f s".formatted(nanos / NANOS_PER_SECOND);
    }

    /** A span that somebody has set, as people say it: 30 s, 1 min 30 s, 10 min, 2 h. */
    static String span(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return span.toMillisPart() == 0 ? "%d s".formatted(span.toSeconds()) : seconds(span.toNanos());
        }
        var parts = new StringJoiner(" ");
        add(parts, span.toHours(), "h");
        add(parts, span.toMinutesPart(), "min");
        add(parts, span.toSecondsPart(), "s");
        return parts.toString();
    }

    private static void add(StringJoiner parts, long amount, String unit) {
        if (amount > 0) {
            parts.add("%d %s".formatted(amount, unit));
        }
    }
}
