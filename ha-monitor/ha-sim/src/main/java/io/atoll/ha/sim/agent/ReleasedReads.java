package io.atoll.ha.sim.agent;

import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.host.EpochBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the HA leader read in the epoch blocks of VMs whose host is isolated. */
final class ReleasedReads {
    private final AgentLife life;
    private final Map<Integer, EpochBlock> read = new HashMap<>();

    ReleasedReads(AgentLife life) {
        this.life = life;
    }

    void read(List<ReleaseOf> vms) {
        for (var wanted : vms) {
            var vm = Ids.indexOf(wanted.vm());
            var block = life.cluster.epochBlocks.get(vm);
            life.cluster
                    .poolOfVm
                    .get(vm)
                    .read(
                            life.process,
                            life.host.index,
                            block::content,
                            content -> {
                                var value = content.value();
                                if (!content.corrupt() && value != null) {
                                    read.put(vm, value);
                                }
                            },
                            () -> {});
        }
    }

    /** For the variant that takes its own order for the answer. */
    void trust(int vm, long epoch, int host) {
        read.put(vm, new EpochBlock(epoch, host, true));
    }

    /** Whether the owner has let the VM go at its present epoch. */
    boolean isReleased(int vm, OwnerNode owner) {
        var block = read.get(vm);
        return block != null && block.released() && block.epoch() == owner.epoch() && block.host() == owner.host();
    }
}
