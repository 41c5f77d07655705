package io.atoll.manager.vm.internal.ha;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaIntent.Health;
import io.atoll.manager.ha.HaIntent.IsolationPolicy;
import io.atoll.manager.ha.HaIntent.Reaction;
import io.atoll.manager.ha.HaIntent.StorageLossPolicy;
import io.atoll.model.VmId;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a client may say of HA for a VM; what is missing stays as it is. */
public record HaDraft(
        @JsonProperty("protected") @Nullable Boolean wanted,
        @Nullable Integer priority,
        @Nullable List<@Nullable String> restartAfter,
        @Nullable String isolationPolicy,
        @Nullable String storageLossPolicy,
        @Nullable HealthDraft health) {
    /** How the VM's own failures are to be met. */
    public record HealthDraft(
            @Nullable String onCrash,
            @Nullable String onPanic,
            @Nullable Integer guestSilenceSeconds) {}

    /** Checks every value by itself; what concerns other VMs is checked by {@link HaRules}. */
    public HaIntent applyTo(HaIntent before, InputCheck check) {
        return new HaIntent(
                wanted == null ? before.wanted() : wanted,
                priority == null
                        ? before.priority()
                        : check.range("spec.ha.priority", priority, 0, HaIntent.HIGHEST_PRIORITY),
                restartAfter == null ? before.restartAfter() : dependencies(restartAfter, check),
                check.choice("spec.ha.isolationPolicy", isolationPolicy, IsolationPolicy.class, before.isolation()),
                check.choice(
                        "spec.ha.storageLossPolicy", storageLossPolicy, StorageLossPolicy.class, before.storageLoss()),
                health == null ? before.health() : health(health, before.health(), check));
    }

    private static List<VmId> dependencies(List<@Nullable String> ids, InputCheck check) {
        check.require(
                ids.size() <= HaIntent.MOST_DEPENDENCIES,
                "spec.ha.restartAfter",
                "There are %d VMs in spec.ha.restartAfter; a VM can wait for %d."
                        .formatted(ids.size(), HaIntent.MOST_DEPENDENCIES));
        var found = new TreeSet<VmId>();
        for (int i = 0; i < Math.min(ids.size(), HaIntent.MOST_DEPENDENCIES); i++) {
            found.add(check.id("spec.ha.restartAfter[%d]".formatted(i), ids.get(i), VmId::new));
        }
        return List.copyOf(found);
    }

    private static Health health(HealthDraft draft, Health before, InputCheck check) {
        var silence = draft.guestSilenceSeconds;
        check.require(
                silence == null
                        || silence == 0
                        || (silence >= Health.SHORTEST_SILENCE_SECONDS && silence <= Health.LONGEST_SILENCE_SECONDS),
                "spec.ha.health.guestSilenceSeconds",
                "spec.ha.health.guestSilenceSeconds is %d; it must be 0, which means never, or between %d and %d."
                        .formatted(silence, Health.SHORTEST_SILENCE_SECONDS, Health.LONGEST_SILENCE_SECONDS));
        return new Health(
                check.choice("spec.ha.health.onCrash", draft.onCrash, Reaction.class, before.onCrash()),
                check.choice("spec.ha.health.onPanic", draft.onPanic, Reaction.class, before.onPanic()),
                silence == null ? before.guestSilenceSeconds() : silence);
    }
}
