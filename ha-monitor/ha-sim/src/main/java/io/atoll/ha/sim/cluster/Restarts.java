package io.atoll.ha.sim.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every restart that HA decided, when and why; kept for the result, decides nothing. */
public final class Restarts {
    private final List<Restart> restarts = new ArrayList<>();
    private final Map<String, Origin> waiting = new HashMap<>();

    private record Origin(@Nullable String from, String reason) {}

    /**
     * One restart.
     *
     * @param from the last owner, also where the VM waited without one; null: it had none
     * @param decidedNs when the owner node was written
     * @param runningNs when the guest ran; -1: it never did with this epoch
     */
    public record Restart(
            String vm, @Nullable String from, String to, long epoch, long decidedNs, long runningNs, String reason) {}

    /** It was taken from its owner and has no next one yet: room, or another VM, is missing. */
    public void waits(String vm, @Nullable String from, String reason) {
        waiting.putIfAbsent(vm, new Origin(from, reason));
    }

    public void decided(Restart restart) {
        var origin = waiting.remove(restart.vm());
        restarts.add(
                origin == null
                        ? restart
                        : new Restart(
                                restart.vm(),
                                origin.from,
                                restart.to(),
                                restart.epoch(),
                                restart.decidedNs(),
                                restart.runningNs(),
                                origin.reason));
    }

    public void runs(String vm, long epoch, long nowNs) {
        for (var index = restarts.size() - 1; index >= 0; index--) {
            var restart = restarts.get(index);
            if (restart.vm().equals(vm) && restart.epoch() == epoch && restart.runningNs() < 0) {
                restarts.set(
                        index,
                        new Restart(
                                vm, restart.from(), restart.to(), epoch, restart.decidedNs(), nowNs, restart.reason()));
            }
        }
    }

    public List<Restart> all() {
        return restarts;
    }
}
