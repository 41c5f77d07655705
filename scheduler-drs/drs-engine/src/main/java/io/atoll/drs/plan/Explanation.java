package io.atoll.drs.plan;

import io.atoll.model.cluster.Cluster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a plan is as it is, with the figures: one entry for each move in the order of the plan, and one for each host. */
public record Explanation(List<MoveReason> moves, List<HostReason> hosts) {
    public Explanation {
        moves = List.copyOf(moves);
        hosts = List.copyOf(hosts);
    }

    /** CPU and memory in use as shares of a host. */
    public record Load(double cpuShare, double memoryShare) {}

    /** A host before and after a move. */
    public record Change(String hostName, Load before, Load after) {}

    /**
     * Why one VM moves.
     *
     * @param from null for a VM that is started
     * @param imbalanceBefore of the hosts that are on, just before this move
     * @param alternatives the next best hosts, and what speaks against each
     */
    public record MoveReason(
            String vmName,
            @Nullable Change from,
            Change to,
            double imbalanceBefore,
            double imbalanceAfter,
            String reason,
            List<Alternative> alternatives) {
        public MoveReason {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A host a VM could have gone to, or could not. */
    public record Alternative(String hostName, String whyNot) {}

    /** How full a host is at the end, what binds it first, and what would let it empty. */
    public record HostReason(String hostName, Load end, String binding, String toEmpty) {}

    public static Explanation of(Cluster cluster, Answer answer) {
        var plan = switch (answer) {
            case Answer.Planned(var done) -> done;
            case Answer.Impossible(var _, var partial) -> partial;
        };
        return new Explainer(cluster).explain(plan);
    }
}
