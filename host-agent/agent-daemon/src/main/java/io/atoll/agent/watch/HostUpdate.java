package io.atoll.agent.watch;

import io.atoll.agent.host.HostFacts;
import io.atoll.agent.vm.VmView;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One piece of news. */
public record HostUpdate(long sequence, long timeMs, Change change) {

    /** What the news is. */
    public sealed interface Change {
        record VmChanged(VmView vm) implements Change {}

        record VmGone(VmId vm, VmEpoch epoch) implements Change {}

        record VmHappened(VmEvent event) implements Change {}

        record HostChanged(HostFacts host) implements Change {}

        /** The whole picture as of this update's sequence; news before it need not be known. */
        record Everything(@Nullable HostFacts host, List<VmView> vms) implements Change {
            public Everything {
                vms = List.copyOf(vms);
            }
        }
    }
}
