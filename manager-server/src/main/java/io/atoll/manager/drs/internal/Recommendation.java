package io.atoll.manager.drs.internal;

import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One migration that DRS recommends, or did.
 *
 * @param seenAt when the round began that recommended it last: those of one plan have the same
 * @param wave its place in the plan: all of one wave run together, once those before have ended
 * @param task what carries it out; null: nothing yet
 * @param moveTask the migration itself
 */
public record Recommendation(
        UUID id,
        ClusterId cluster,
        long revision,
        RecommendationState state,
        Instant seenAt,
        Move move,
        int wave,
        Why why,
        @Nullable TaskId task,
        @Nullable TaskId moveTask) {
    /** The same in a later plan: at another place of it, with the figures of then. */
    public Recommendation again(Instant round, int otherWave, Why otherWhy) {
        return new Recommendation(id, cluster, revision, state, round, move, otherWave, otherWhy, task, moveTask);
    }

    /** From where to where. */
    public record Move(VmId vm, String vmName, End source, End target) {
        public boolean isSame(Move other) {
            return vm.equals(other.vm)
                    && source.host.equals(other.source.host)
                    && target.host.equals(other.target.host);
        }
    }

    /** A host as it was named then. */
    public record End(HostId host, String name) {}

    /**
     * Why it is recommended.
     *
     * @param verdict of the round: MENDS or EVENS
     * @param kind of the reason, for programs
     * @param text of the reason: the end of an English sentence
     */
    public record Why(String verdict, String kind, String text, Effect effect) {}
}
