package io.atoll.manager.drs.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about what DRS recommends. */
@Service
@Transactional
public class DrsRequests {
    private static final int LONGEST_SNOOZE_HOURS = 720;

    private final SettingsStore settings;
    private final RecommendationStore recommendations;
    private final ExclusionStore exclusions;
    private final PlanTasks tasks;
    private final Inventory inventory;
    private final LiveClusters live;
    private final Clock clock;

    DrsRequests(
            SettingsStore settings,
            RecommendationStore recommendations,
            ExclusionStore exclusions,
            PlanTasks tasks,
            Inventory inventory,
            LiveClusters live,
            Clock clock) {
        this.settings = settings;
        this.recommendations = recommendations;
        this.exclusions = exclusions;
        this.tasks = tasks;
        this.inventory = inventory;
        this.live = live;
        this.clock = clock;
    }

    /** Carries it out, with those before it in the plan without which it cannot be, and those that a rule keeps together with it; refused where one of these is snoozed. */
    public TaskId accept(ClusterId cluster, UUID id, Caller caller) {
        require(cluster);
        settings.lock(cluster, clock.instant());
        var wanted = undecided(cluster, id);
        var all = prerequisites(cluster).with(wanted, recommendations.undecided(cluster));
        all.stream()
                .filter(one -> !one.id().equals(id) && one.state() == RecommendationState.SNOOZED)
                .findFirst()
                .ifPresent(snoozed -> {
                    throw needsSnoozed(wanted, snoozed);
                });
        return tasks.submit(cluster, all, caller.name());
    }

    private Prerequisites prerequisites(ClusterId cluster) {
        return new Prerequisites(live.now(cluster).model().rules());
    }

    private static AtollException needsSnoozed(Recommendation wanted, Recommendation snoozed) {
        return new AtollException(
                ErrorCode.DRS_NEEDS_SNOOZED,
                "The migration of %s needs that of %s from %s to %s, which is snoozed."
                        .formatted(
                                wanted.move().vmName(),
                                snoozed.move().vmName(),
                                snoozed.move().source().name(),
                                snoozed.move().target().name()),
                Hint.of("Accept the migration of %s first, or ask for a round: it plans without it."
                        .formatted(snoozed.move().vmName())));
    }

    /** Carries out all that are open, but for those that need one that is snoozed. */
    public TaskId acceptAll(ClusterId cluster, Caller caller) {
        require(cluster);
        settings.lock(cluster, clock.instant());
        var open = prerequisites(cluster).ready(recommendations.undecided(cluster));
        if (open.isEmpty()) {
            throw new AtollException(
                    ErrorCode.DRS_NOTHING_OPEN,
                    "Nothing is recommended in this cluster now that needs no snoozed migration first.",
                    Hint.of("Ask for a round, or look at why the last one recommended nothing."));
        }
        return tasks.submit(cluster, open, caller.name());
    }

    /** The VM stays, and nobody hears of it, for so long. */
    public void snooze(ClusterId cluster, UUID id, @Nullable Integer hours, Caller caller) {
        var check = new InputCheck();
        var wanted = check.range("hours", check.present("hours", hours, 1), 1, LONGEST_SNOOZE_HOURS);
        check.done();
        var one = undecided(cluster, id);
        recommendations.snoozed(one.id(), clock.instant().plus(Duration.ofHours(wanted)), caller.name());
    }

    /** The VM is taken out of balancing; what is recommended of it is withdrawn. */
    public void neverMove(ClusterId cluster, UUID id, Caller caller) {
        var one = undecided(cluster, id);
        exclude(cluster, one.move().vm(), caller);
    }

    /** Takes a VM out of balancing. Rules and maintenance may still move it. */
    public void exclude(ClusterId cluster, VmId vm, Caller caller) {
        require(cluster);
        exclusions.add(cluster, vm, clock.instant(), caller.name());
        recommendations.undecided(cluster).stream()
                .filter(one -> one.move().vm().equals(vm))
                .forEach(one -> recommendations.ended(
                        one.id(), RecommendationState.DECLINED, "The VM is never to be moved.", caller.name()));
    }

    public void include(ClusterId cluster, VmId vm) {
        require(cluster);
        exclusions.remove(cluster, vm);
    }

    private Recommendation undecided(ClusterId cluster, UUID id) {
        var one = recommendations
                .lock(id)
                .filter(found -> found.cluster().equals(cluster))
                .orElseThrow(() -> notFound(cluster, id));
        if (!one.state().isUndecided()) {
            throw new AtollException(
                    ErrorCode.DRS_DECIDED,
                    "The migration of %s from %s to %s is %s already."
                            .formatted(
                                    one.move().vmName(),
                                    one.move().source().name(),
                                    one.move().target().name(),
                                    one.state()));
        }
        return one;
    }

    /** There is no such recommendation in this cluster. */
    public static AtollException notFound(ClusterId cluster, UUID id) {
        return new AtollException(
                ErrorCode.DRS_RECOMMENDATION_NOT_FOUND,
                "There is no recommendation %s in the cluster %s.".formatted(id, cluster));
    }

    private Cluster require(ClusterId id) {
        return inventory
                .cluster(id)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
    }
}
