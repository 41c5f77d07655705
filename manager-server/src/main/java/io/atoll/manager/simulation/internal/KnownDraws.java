package io.atoll.manager.simulation.internal;

import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerFacts;
import io.atoll.manager.power.PowerReading;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hosts with what they draw: by their load where somebody has said so, else what their controller measured just now, whatever
 * they do. Of the others nothing is said.
 */
final class KnownDraws {
    private KnownDraws() {}

    static Cluster in(Cluster cluster, Map<HostId, PowerFacts> powers) {
        return cluster.withHosts(cluster.hosts().values().stream()
                .map(host -> drawing(host, powers.get(host.id())))
                .toList());
    }

    private static Host drawing(Host host, @Nullable PowerFacts facts) {
        var model = facts == null ? null : known(facts);
        return model == null
                ? host
                : new Host(host.id(), host.name(), host.capacity(), host.reach(), host.zones(), host.state(), model);
    }

    /** What a host draws that is off says nothing of what it will draw once it is on. */
    private static @Nullable PowerModel known(PowerFacts facts) {
        if (facts.model() != null) {
            return facts.model();
        }
        var watts = facts.draw().watts();
        var isMeasured = facts.draw().source() == PowerDraw.Source.MEASURED && facts.state() == PowerReading.State.ON;
        return isMeasured && watts != null ? PowerModel.ofLine(watts, watts) : null;
    }
}
