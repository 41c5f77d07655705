package io.atoll.manager.vm.internal.policy;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows and changes how hard the migrations of clusters try. What is under way goes on as it began. */
@Service
@Transactional
public class MigrationPolicyChanges {
    private final MigrationPolicyStore policies;
    private final Inventory inventory;
    private final Events events;
    private final Clock clock;

    MigrationPolicyChanges(MigrationPolicyStore policies, Inventory inventory, Events events, Clock clock) {
        this.policies = policies;
        this.inventory = inventory;
        this.events = events;
        this.clock = clock;
    }

    /** How hard a cluster's migrations try, as clients see it. */
    public record View(UUID clusterId, long revision, Spec spec) {
        static View of(MigrationPolicy policy) {
            return new View(
                    policy.cluster().value(),
                    policy.revision(),
                    new Spec(policy.bandwidthMiBPerSecond(), policy.pauseLadderMs(), policy.autoConverge()));
        }
    }

    /**
     * What people want.
     *
     * @param bandwidthMiBPerSecond what one migration may use of the network; 0: as much as it gets
     * @param pauseLadderMs how long a guest may stand still: the first to begin with, the next each time a pass over its memory has
     *     left no less to send
     * @param autoConverge whether a guest that writes memory faster than the network carries it is slowed down
     */
    public record Spec(int bandwidthMiBPerSecond, List<Integer> pauseLadderMs, boolean autoConverge) {
        public Spec {
            pauseLadderMs = List.copyOf(pauseLadderMs);
        }
    }

    /** What is to be changed; null: left as it is. */
    public record PolicyPatch(
            @Nullable Integer bandwidthMiBPerSecond,
            @Nullable List<@Nullable Integer> pauseLadderMs,
            @Nullable Boolean autoConverge) {}

    @Transactional(readOnly = true)
    public View view(ClusterId id) {
        require(id);
        return View.of(policies.of(id));
    }

    public View change(ClusterId id, IfMatch ifMatch, PolicyPatch patch) {
        var cluster = require(id);
        var before = policies.lock(id, clock.instant());
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = new MigrationPolicy(
                id,
                before.revision(),
                patch.bandwidthMiBPerSecond == null
                        ? before.bandwidthMiBPerSecond()
                        : check.range(
                                "spec.bandwidthMiBPerSecond",
                                patch.bandwidthMiBPerSecond,
                                0,
                                MigrationPolicy.MOST_BANDWIDTH_MIB_PER_SECOND),
                patch.pauseLadderMs == null ? before.pauseLadderMs() : ladder(check, patch.pauseLadderMs),
                patch.autoConverge == null ? before.autoConverge() : patch.autoConverge);
        check.done();
        if (after.equals(before)) {
            return View.of(before);
        }
        var saved = after.revised();
        policies.save(saved, clock.instant());
        var view = View.of(saved);
        events.publish("migration-policy", id.toString(), cluster.name(), view.revision(), Change.CHANGED, view);
        return view;
    }

    private static List<Integer> ladder(InputCheck check, List<@Nullable Integer> wanted) {
        if (wanted.isEmpty() || wanted.size() > MigrationPolicy.MOST_RUNGS) {
            check.refuse(
                    "spec.pauseLadderMs",
                    "A ladder has 1 to %d pauses; %d were given.".formatted(MigrationPolicy.MOST_RUNGS, wanted.size()));
            return List.of();
        }
        int before = 0;
        var ladder = new ArrayList<Integer>();
        for (var pause : wanted) {
            if (pause == null || pause <= before || pause > MigrationPolicy.LONGEST_PAUSE_MS) {
                check.refuse(
                        "spec.pauseLadderMs",
                        "Each pause is from 1 to %d ms and longer than the one before it; %s comes after %d."
                                .formatted(MigrationPolicy.LONGEST_PAUSE_MS, pause, before));
                return List.of();
            }
            before = pause;
            ladder.add(pause);
        }
        return ladder;
    }

    private Cluster require(ClusterId id) {
        return inventory
                .cluster(id)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
    }
}
