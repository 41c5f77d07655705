package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.vm.internal.batch.BatchStore.Template;
import io.atoll.model.ClusterId;
import java.util.List;

/** A batch as it was asked for, checked; nothing is written yet. */
record BatchOrder(ClusterId cluster, String clusterName, List<String> names, int maxParallel, Template template) {
    BatchOrder {
        names = List.copyOf(names);
    }
}
