package io.atoll.manager.vm.internal.steps;

import io.atoll.manager.task.StepContext;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import java.util.Optional;

/** What the steps of one task tell each other; kept with the task, so that the next leader knows it too. */
final class Memory {
    private static final String HOST = "host";
    private static final String SOURCE = "source";
    private static final String EPOCH = "epoch";
    private static final String MAY_RUN = "mayRun";

    private final StepContext context;

    Memory(StepContext context) {
        this.context = context;
    }

    /** Where the VM is started, moved to, or worked on. */
    Optional<HostId> host() {
        return context.recall(HOST, String.class).map(HostId::parse);
    }

    HostId requireHost() {
        return host().orElseThrow(() -> new IllegalStateException("No host was chosen for the task."));
    }

    void host(HostId host) {
        context.remember(HOST, host.toString());
    }

    HostId requireSource() {
        return context.recall(SOURCE, String.class)
                .map(HostId::parse)
                .orElseThrow(() -> new IllegalStateException("The task knows no source."));
    }

    void source(HostId host) {
        context.remember(SOURCE, host.toString());
    }

    /** The epoch under which the task works on the VM. */
    Optional<VmEpoch> epoch() {
        return context.recall(EPOCH, Long.class).map(VmEpoch::new);
    }

    VmEpoch requireEpoch() {
        return epoch().orElseThrow(() -> new IllegalStateException("The task has no epoch for its VM."));
    }

    void epoch(VmEpoch epoch) {
        context.remember(EPOCH, epoch.value());
    }

    /** A start that could neither be confirmed nor taken back: nothing the VM may be using is to be taken away. */
    boolean mayRun() {
        return context.recall(MAY_RUN, Boolean.class).orElse(false);
    }

    void mayRun(boolean may) {
        context.remember(MAY_RUN, may);
    }
}
