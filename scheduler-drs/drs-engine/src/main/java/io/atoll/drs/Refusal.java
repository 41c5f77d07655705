package io.atoll.drs;

import io.atoll.model.CpuBaseline;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostState;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** One reason why a VM cannot go to a host, with the figures of the check that said so. */
public sealed interface Refusal {
    record NotReady(HostState state) implements Refusal {}

    record Excluded(String reason) implements Refusal {}

    record NotEnoughMemory(Mebibytes needed, Mebibytes free, Mebibytes reserve) implements Refusal {}

    record NotEnoughCpu(long neededVcpuCount, long freeVcpuCount, int vcpusPerCore) implements Refusal {}

    record PoolsOutOfReach(SortedSet<PoolId> pools) implements Refusal {}

    record NetworksMissing(SortedSet<NetworkId> networks) implements Refusal {}

    record CpuTooOld(CpuBaseline needed, CpuFeatureSet missing) implements Refusal {}

    /** How much was asked for and how much there is, in {@code unit}. */
    record Shortage(long needed, long free, String unit) {}

    /** The name of the check; part of the API, never changed. */
    default String checkName() {
        return switch (this) {
            case NotReady _ -> "state";
            case Excluded _ -> "excluded";
            case NotEnoughMemory _ -> "memory";
            case NotEnoughCpu _ -> "cpu";
            case PoolsOutOfReach _ -> "pool";
            case NetworksMissing _ -> "network";
            case CpuTooOld _ -> "cpu-baseline";
        };
    }

    /** The figures, for checks that count something. */
    default @Nullable Shortage shortage() {
        return switch (this) {
            case NotEnoughMemory(var needed, var free, var _) -> new Shortage(needed.value(), free.value(), "MiB");
            case NotEnoughCpu(var needed, var free, var _) -> new Shortage(needed, free, "vCPU");
            case NotReady _, Excluded _, PoolsOutOfReach _, NetworksMissing _, CpuTooOld _ -> null;
        };
    }

    /** The reason as the end of a sentence that begins with the name of the host. */
    default String explain() {
        return switch (this) {
            case NotReady(var state) ->
                switch (state) {
                    case READY -> "is ready";
                    case ENTERING_MAINTENANCE -> "is being emptied for maintenance";
                    case MAINTENANCE -> "is in maintenance mode";
                    case DISCONNECTED -> "does not answer";
                    case FAILED -> "has failed";
                };
            case Excluded(var reason) -> "is excluded because " + reason;
            case NotEnoughMemory(var needed, var free, var reserve) ->
                "has too little memory: %s needed, %s free (%s held back for the host)"
                        .formatted(needed, free, reserve);
            case NotEnoughCpu(var needed, var free, var perCore) ->
                "has too few CPUs: %d vCPU needed, %d free (%d vCPU per core are allowed)"
                        .formatted(needed, free, perCore);
            case PoolsOutOfReach(var pools) -> "does not reach the pool " + join(pools);
            case NetworksMissing(var networks) -> "does not have the network " + join(networks);
            case CpuTooOld(var needed, var missing) ->
                "has a CPU below the baseline %s: it lacks %s".formatted(needed, missing);
        };
    }

    private static String join(SortedSet<?> ids) {
        return String.join(", ", ids.stream().map(Object::toString).toList());
    }
}
