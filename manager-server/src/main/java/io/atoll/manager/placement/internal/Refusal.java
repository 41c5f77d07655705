package io.atoll.manager.placement.internal;

import io.atoll.drs.plan.Objection;
import io.atoll.manager.inventory.HostNeeds;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.PlacementReport.Reason;
import io.atoll.manager.placement.ShareLimit;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One reason why a VM cannot go to a host, with the figures of the check that said so. */
sealed interface Refusal {
    /** Its agent does not answer, or has never said what the host is. */
    record NotReady(HostPhase phase) implements Refusal {}

    /** It answers, and is in maintenance or on its way into it. */
    record KeptFree() implements Refusal {}

    record Excluded(String why) implements Refusal {}

    record NotEnoughMemory(Mebibytes needed, Mebibytes free, Mebibytes reserve) implements Refusal {}

    record NotEnoughCpu(long neededVcpuCount, long freeVcpuCount, double vcpusPerCore) implements Refusal {}

    record PoolsOutOfReach(List<String> pools) implements Refusal {}

    record NetworksMissing(List<String> networks) implements Refusal {}

    record CpuTooOld(CpuBaseline needed, List<String> missing) implements Refusal {}

    /** It cannot give its guests some of the VM's hardware. */
    record HardwareMissing(List<String> needs) implements Refusal {}

    /** A rule forbids it, in the scheduler's words. */
    record AgainstRule(String ruleName, String text) implements Refusal {}

    /** A rule lets no zone hold so many of these VMs. */
    record TooManyOfThem(String ruleName, String zone, int thenVms, int mostVms) implements Refusal {
        static TooManyOfThem of(ShareLimit limit, int then, LiveCluster cluster, HostId host) {
            var model = Objects.requireNonNull(cluster.model().hosts().get(host));
            var zone = limit.label() == null ? "it" : "%s %s".formatted(limit.label(), limit.zoneOf(model));
            return new TooManyOfThem(limit.ruleName(), zone, then, limit.mostVms());
        }
    }

    /** Something that is in the way only of plans for several VMs, in the scheduler's words. */
    record Otherwise(String kind, String text) implements Refusal {}

    /** How much was asked for and how much there is, in {@code unit}. */
    record Shortage(long needed, long free, String unit) {}

    /** The name of the check; part of the API, never changed. */
    default String checkName() {
        return switch (this) {
            case NotReady _, KeptFree _ -> "state";
            case Excluded _ -> "excluded";
            case NotEnoughMemory _ -> "memory";
            case NotEnoughCpu _ -> "cpu";
            case PoolsOutOfReach _ -> "pool";
            case NetworksMissing _ -> "network";
            case CpuTooOld _ -> "cpu-baseline";
            case HardwareMissing _ -> "hardware";
            case AgainstRule _, TooManyOfThem _ -> "rule";
            case Otherwise(var kind, var _) -> kind;
        };
    }

    /** The figures, for checks that count something. */
    default @Nullable Shortage shortage() {
        return switch (this) {
            case NotEnoughMemory(var needed, var free, var _) -> new Shortage(needed.value(), free.value(), "MiB");
            case NotEnoughCpu(var needed, var free, var _) -> new Shortage(needed, free, "vCPU");
            case TooManyOfThem(var _, var _, var then, var most) -> new Shortage(then, most, "VMs");
            case NotReady _,
                    KeptFree _,
                    Excluded _,
                    PoolsOutOfReach _,
                    NetworksMissing _,
                    CpuTooOld _,
                    HardwareMissing _,
                    AgainstRule _,
                    Otherwise _ -> null;
        };
    }

    /** The reason as the end of a sentence that begins with the name of the host. */
    default String explain() {
        return switch (this) {
            case NotReady(var phase) ->
                switch (phase) {
                    case READY -> "has not said yet what it is";
                    case CONNECTING, DISCONNECTED, UNKNOWN, REFUSED -> "does not answer";
                    case REVOKED -> "is revoked";
                };
            case KeptFree() -> "is in maintenance, or on its way into it";
            case Excluded(var why) -> "is excluded because " + why;
            case NotEnoughMemory(var needed, var free, var reserve) ->
                "has too little memory: %s needed, %s free (%s held back for the host)"
                        .formatted(needed, free, reserve);
            case NotEnoughCpu(var needed, var free, var perCore) ->
                "has too few CPUs: %d vCPU needed, %d free (%s vCPU per core are allowed)"
                        .formatted(needed, free, number(perCore));
            case PoolsOutOfReach(var pools) -> "does not reach the pool " + String.join(", ", pools);
            case NetworksMissing(var networks) -> "does not have the network " + String.join(", ", networks);
            case CpuTooOld(var needed, var missing) ->
                "has a CPU below the baseline %s: it lacks %s".formatted(needed, String.join(" ", missing));
            case HardwareMissing(var needs) ->
                "cannot give its guests "
                        + String.join(
                                ", ", needs.stream().map(HostNeeds::explain).toList());
            case AgainstRule(var _, var text) -> text;
            case TooManyOfThem(var rule, var zone, var then, var most) ->
                "is too full for rule %s: %s would hold %d of its VMs, and may hold %d"
                        .formatted(rule, zone, then, most);
            case Otherwise(var _, var text) -> text;
        };
    }

    default Reason reason() {
        var shortage = shortage();
        return new Reason(
                checkName(),
                shortage == null ? null : (Long) shortage.needed(),
                shortage == null ? null : (Long) shortage.free(),
                shortage == null ? null : shortage.unit(),
                explain());
    }

    /** As the scheduler says it. */
    static Refusal otherwise(Objection objection) {
        return new Otherwise(objection.kind(), objection.text());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
