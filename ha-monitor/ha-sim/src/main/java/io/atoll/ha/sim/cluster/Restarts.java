package io.atoll.ha.sim.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every restart that HA decided, when and why; kept for the result, decides nothing. */
public final class Restarts {
    private final List<Restart> restarts = new ArrayList<>();

    /**
     * One restart.
     *
     * @param from null: nobody owned the VM, it waited
     * @param decidedNs when the owner node was written
     * @param runningNs when the guest ran; -1: it never did with this epoch
     */
    public record Restart(
            String vm, @Nullable String from, String to, long epoch, long decidedNs, long runningNs, String reason) {}

    public void decided(Restart restart) {
        restarts.add(restart);
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
