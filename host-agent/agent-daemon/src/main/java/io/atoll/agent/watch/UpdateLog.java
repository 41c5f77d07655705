package io.atoll.agent.watch;

import io.atoll.agent.host.HostFacts;
import io.atoll.agent.vm.VmView;
import io.atoll.agent.watch.HostUpdate.Change;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes in a ring, and the picture they add up to. Sequences start at 1 with every run of the agent, which
 * {@link #streamId} names.
 */
public final class UpdateLog {
    private final String streamId;
    private final Clock clock;
    private final @Nullable HostUpdate[] ring;
    private final TreeMap<VmId, VmView> vms = new TreeMap<>();
    private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
    private @Nullable HostFacts host;
    private long sequence;

    public UpdateLog(String streamId, int capacity, Clock clock) {
        this.streamId = streamId;
        this.ring = new @Nullable HostUpdate[capacity];
        this.clock = clock;
    }

    public String streamId() {
        return streamId;
    }

    public void append(Change change) {
        synchronized (this) {
            switch (change) {
                case Change.VmChanged(var vm) -> vms.put(vm.id(), vm);
                case Change.VmGone(var vm, var _) -> vms.remove(vm);
                case Change.HostChanged(var facts) -> host = facts;
                case Change.VmHappened _ -> {}
                case Change.Everything _ ->
                    throw new IllegalArgumentException("The whole picture is made here, not appended.");
            }
            sequence++;
            ring[slot(sequence)] = new HostUpdate(sequence, clock.millis(), change);
        }
        wakeUps.forEach(Runnable::run);
    }

    /** At most {@code limit} updates after {@code after}; the whole picture where those are no longer known. */
    public synchronized List<HostUpdate> readAfter(long after, int limit) {
        if (after == sequence) {
            return List.of();
        }
        var oldest = Math.max(1, sequence - ring.length + 1);
        if (after < oldest - 1 || after > sequence) {
            return List.of(everything());
        }
        var found = new ArrayList<HostUpdate>();
        for (var at = after + 1; at <= sequence && found.size() < limit; at++) {
            var update = ring[slot(at)];
            if (update != null) {
                found.add(update);
            }
        }
        return found;
    }

    /** The picture as of the newest update. */
    public synchronized HostUpdate everything() {
        return new HostUpdate(sequence, clock.millis(), new Change.Everything(host, List.copyOf(vms.values())));
    }

    public synchronized long sequence() {
        return sequence;
    }

    public synchronized @Nullable VmView vm(VmId id) {
        return vms.get(id);
    }

    /** Calls {@code action} after every change, on the thread that made it, until the result is run. It must not block. */
    public Runnable onChange(Runnable action) {
        wakeUps.add(action);
        return () -> wakeUps.remove(action);
    }

    private int slot(long ofSequence) {
        return (int) (ofSequence % ring.length);
    }
}
