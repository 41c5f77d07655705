package io.atoll.manager.vm.internal.ha;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaIntent.HealthPolicy;
import io.atoll.manager.ha.HaIntent.IsolationPolicy;
import io.atoll.manager.ha.HaIntent.Priority;
import io.atoll.manager.ha.HaIntent.StorageLossPolicy;
import io.atoll.model.VmId;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a client may say of HA for a VM; what is missing stays as it is. */
public record HaDraft(
        @JsonProperty("protected") @Nullable Boolean wanted,
        @Nullable String priority,
        @Nullable List<@Nullable String> restartAfter,
        @Nullable String isolationPolicy,
        @Nullable String storageLossPolicy,
        @Nullable String healthPolicy) {
    /** Checks every value by itself; what concerns other VMs is checked by {@link HaRules}. */
    public HaIntent applyTo(HaIntent before, InputCheck check) {
        return new HaIntent(
                wanted == null ? before.wanted() : wanted,
                check.choice("spec.ha.priority", priority, Priority.class, before.priority()),
                restartAfter == null ? before.restartAfter() : dependencies(restartAfter, check),
                check.choice("spec.ha.isolationPolicy", isolationPolicy, IsolationPolicy.class, before.isolation()),
                check.choice(
                        "spec.ha.storageLossPolicy", storageLossPolicy, StorageLossPolicy.class, before.storageLoss()),
                check.choice("spec.ha.healthPolicy", healthPolicy, HealthPolicy.class, before.health()));
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
}
