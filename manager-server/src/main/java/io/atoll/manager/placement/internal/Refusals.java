package io.atoll.manager.placement.internal;

import io.atoll.drs.plan.Objection;
import io.atoll.manager.inventory.HostNeeds;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.placement.internal.live.Snapshots;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Says what the scheduler objects to in the words and figures of the API. */
final class Refusals {
    private final PlacementQuestion question;
    private final LiveCluster cluster;
    private final Map<HostId, Map<String, Refusal>> tooFull;

    /** @param tooFull what rules about shares say, by host and rule */
    Refusals(PlacementQuestion question, LiveCluster cluster, Map<HostId, Map<String, Refusal>> tooFull) {
        this.question = question;
        this.cluster = cluster;
        this.tooFull = tooFull;
    }

    List<Refusal> of(HostId host, List<Objection> objections) {
        var found = new ArrayList<Refusal>();
        var excluded = question.excluded().get(host);
        if (excluded != null) {
            found.add(new Refusal.Excluded(excluded));
        }
        objections.forEach(objection -> found.addAll(refusals(host, objection)));
        return found;
    }

    private List<Refusal> refusals(HostId host, Objection objection) {
        return switch (objection) {
            case Objection.NotOn(var state) ->
                List.of(state == PowerState.MAINTENANCE ? new Refusal.KeptFree() : notReady(host));
            case Objection.Shortage shortage -> List.of(shortage(shortage));
            case Objection.OutOfReach lacking -> outOfReach(lacking);
            case Objection.KeptApart(var rule, var _) -> List.of(new Refusal.AgainstRule(rule, objection.text()));
            case Objection.KeptTogether(var rule, var _, var _) ->
                List.of(new Refusal.AgainstRule(rule, objection.text()));
            case Objection.OutsideGroup(var rule, var _) -> List.of(new Refusal.AgainstRule(rule, objection.text()));
            case Objection.RuledOut(var rule) -> List.of(ruledOut(host, rule, objection));
            case Objection.BeingEmptied _,
                    Objection.Pinned _,
                    Objection.TooManyTogether _,
                    Objection.PoolFull _,
                    Objection.SpareLost _,
                    Objection.NotSurvived _ -> List.of(Refusal.otherwise(objection));
        };
    }

    private Refusal notReady(HostId host) {
        var known = Objects.requireNonNull(cluster.hosts().get(host));
        return new Refusal.NotReady(known.link().phase());
    }

    private Refusal ruledOut(HostId host, String rule, Objection objection) {
        var full = tooFull.getOrDefault(host, Map.of()).get(rule);
        return full == null ? new Refusal.AgainstRule(rule, objection.text()) : full;
    }

    private Refusal shortage(Objection.Shortage shortage) {
        return switch (shortage.resource()) {
            case MEMORY ->
                new Refusal.NotEnoughMemory(
                        question.vm().memory(),
                        new Mebibytes((long) Math.max(0, shortage.free())),
                        Snapshots.HOST_MEMORY_RESERVE);
            case VCPUS ->
                new Refusal.NotEnoughCpu(
                        question.vm().vcpuCount(),
                        (long) Math.max(0, shortage.free()),
                        cluster.settings().cpuOvercommitRatio());
            case CPU, NETWORK -> Refusal.otherwise(shortage);
        };
    }

    private List<Refusal> outOfReach(Objection.OutOfReach lacking) {
        var found = new ArrayList<Refusal>();
        if (!lacking.pools().isEmpty()) {
            found.add(new Refusal.PoolsOutOfReach(lacking.pools()));
        }
        if (!lacking.networks().isEmpty()) {
            found.add(new Refusal.NetworksMissing(lacking.networks()));
        }
        var features = HostNeeds.processorOnly(lacking.cpuFeatures());
        if (!features.isEmpty()) {
            found.add(new Refusal.CpuTooOld(question.vm().cpu(), features));
        }
        var needs = HostNeeds.among(lacking.cpuFeatures());
        if (!needs.isEmpty()) {
            found.add(new Refusal.HardwareMissing(needs));
        }
        return found;
    }
}
