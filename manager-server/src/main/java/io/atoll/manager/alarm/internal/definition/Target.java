package io.atoll.manager.alarm.internal.definition;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which objects are watched: those that meet all that is said. Nothing said: all of their kind. */
public record Target(@Nullable UUID clusterId, List<UUID> objectIds, SortedMap<String, String> labels) {
    public static final Target ALL = new Target(null, List.of(), new TreeMap<>());

    public Target {
        objectIds = List.copyOf(objectIds);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public boolean covers(UUID id, @Nullable UUID cluster, SortedMap<String, String> itsLabels) {
        return (clusterId == null || clusterId.equals(cluster))
                && (objectIds.isEmpty() || objectIds.contains(id))
                && itsLabels.entrySet().containsAll(labels.entrySet());
    }
}
