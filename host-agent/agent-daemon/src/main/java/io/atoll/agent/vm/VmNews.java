package io.atoll.agent.vm;

import io.atoll.agent.watch.HostUpdate.Change;
import io.atoll.agent.watch.UpdateLog;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what the hypervisor tells into the log of news, with what guests claim of themselves, and passes ends on. */
public final class VmNews implements VmListener {
    private static final Logger LOG = LoggerFactory.getLogger(VmNews.class);

    private final UpdateLog log;
    private final Consumer<VmStatus> onEnd;
    private final Map<VmId, GuestWords> words = new ConcurrentHashMap<>();

    /** {@code onEnd} is told of every VM that has no process any more; it must not block. */
    public VmNews(UpdateLog log, Consumer<VmStatus> onEnd) {
        this.log = log;
        this.onEnd = onEnd;
    }

    @Override
    public synchronized void vmChanged(VmStatus status) {
        if (!status.state().hasProcess() || !status.guestAgentConnected()) {
            words.remove(status.id());
        }
        LOG.info(
                "VM changed vm={} state={} epoch={} adopted={}",
                status.id(),
                status.state().label(),
                status.epoch(),
                status.adopted());
        log.append(new Change.VmChanged(view(status)));
        if (!status.state().hasProcess()) {
            onEnd.accept(status);
        }
    }

    @Override
    public synchronized void vmGone(VmId vm, VmEpoch lastEpoch) {
        words.remove(vm);
        log.append(new Change.VmGone(vm, lastEpoch));
    }

    @Override
    public void vmEvent(VmEvent event) {
        log.append(new Change.VmHappened(event));
    }

    /** What a guest says of itself; news only when it says something new. */
    public synchronized void guestSaid(VmId vm, GuestWords said) {
        var known = log.vm(vm);
        if (known == null
                || !known.status().state().hasProcess()
                || !said.isNewsAfter(words.getOrDefault(vm, GuestWords.NONE))) {
            return;
        }
        words.put(vm, said);
        log.append(new Change.VmChanged(view(known.status())));
    }

    public VmView view(VmStatus status) {
        return new VmView(status, words.getOrDefault(status.id(), GuestWords.NONE));
    }
}
