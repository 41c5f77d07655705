package io.atoll.manager.placement;

import io.atoll.model.ClusterId;
import java.util.List;

/** Rules that must hold and do not. */
@FunctionalInterface
public interface RuleBreaches {
    /** Those of a cluster now, each in a sentence; refused with CLUSTER_NOT_FOUND where there is none. */
    List<String> of(ClusterId cluster);
}
