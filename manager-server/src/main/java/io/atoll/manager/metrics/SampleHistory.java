package io.atoll.manager.metrics;

import io.atoll.model.ClusterId;
import java.time.Duration;
import java.util.Set;

/** What VMs used lately, for whoever decides from it. */
public interface SampleHistory {
    /**
     * What all VMs of a cluster used over the last {@code span}, in one query. Steps are 20 s for up to two hours, 5 min for up to two
     * days, and an hour beyond. The newest step is the last that is surely written: at 20 s it ended up to a minute ago.
     */
    VmHistory ofCluster(ClusterId cluster, Duration span, Set<VmFigure> figures);
}
