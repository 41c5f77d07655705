package io.atoll.manager.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The newest written step (20 s) of every object's figures, for whoever has to look at all of them again and again. */
public interface RecentSamples {
    Map<UUID, Recent> hosts(Set<HostFigure> figures);

    Map<UUID, Recent> vms(Set<VmFigure> figures);

    /**
     * What one object used.
     *
     * @param until when the step ended; two minutes ago at most, else it is not recent
     * @param means of the figures asked for; what is not known is missing
     */
    record Recent(Instant until, Map<Figure, Double> means) {
        public Recent {
            means = Map.copyOf(means);
        }
    }
}
