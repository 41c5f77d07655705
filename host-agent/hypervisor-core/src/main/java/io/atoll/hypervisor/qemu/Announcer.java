package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.Hypervisor.Subscription;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what happens to the listeners, one thing after the other. A new listener gets in line like any other news,
 * and so sees every VM as it was at that point and every change after it, nothing twice and nothing missing.
 */
final class Announcer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    /** Beyond this, events (which a guest may cause at will) are dropped; changes of state never are. */
    private static final int MAX_WAITING_EVENTS = 1000;

    private final BlockingQueue<News> queue = new LinkedBlockingQueue<>();
    private final List<VmListener> listeners = new ArrayList<>();
    private final TreeMap<VmId, VmStatus> latest = new TreeMap<>();
    private final Thread thread;

    private sealed interface News {
        record Changed(VmStatus status) implements News {}

        record Gone(VmId vm, VmEpoch lastEpoch) implements News {}

        record Event(VmEvent event) implements News {}

        record Joined(VmListener listener) implements News {}

        record Left(VmListener listener) implements News {}
    }

    Announcer() {
        thread = Thread.ofVirtual().name("vm-announcer").start(this::run);
    }

    void changed(VmStatus status) {
        queue.add(new News.Changed(status));
    }

    void gone(VmId vm, VmEpoch lastEpoch) {
        queue.add(new News.Gone(vm, lastEpoch));
    }

    void event(VmEvent event) {
        if (queue.size() < MAX_WAITING_EVENTS) {
            queue.add(new News.Event(event));
        } else {
            LOG.warn("event dropped, the listeners are too slow vm={} type={}", event.vm(), event.type());
        }
    }

    Subscription subscribe(VmListener listener) {
        queue.add(new News.Joined(listener));
        return () -> queue.add(new News.Left(listener));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                pass(queue.take());
            }
        } catch (InterruptedException e) {
            LOG.trace("announcer ends", e);
        }
    }

    private void pass(News news) {
        switch (news) {
            case News.Changed(var status) -> {
                latest.put(status.id(), status);
                tellAll(listener -> listener.vmChanged(status));
            }
            case News.Gone(var vm, var epoch) -> {
                latest.remove(vm);
                tellAll(listener -> listener.vmGone(vm, epoch));
            }
            case News.Event(var event) -> tellAll(listener -> listener.vmEvent(event));
            case News.Joined(var listener) -> {
                latest.values().forEach(status -> tell(listener, one -> one.vmChanged(status)));
                listeners.add(listener);
            }
            case News.Left(var listener) -> listeners.remove(listener);
        }
    }

    /** One call of a listener. */
    private interface Call {
        void on(VmListener listener);
    }

    private void tellAll(Call call) {
        listeners.forEach(listener -> tell(listener, call));
    }

    private static void tell(VmListener listener, Call call) {
        try {
            call.on(listener);
        } catch (RuntimeException e) {
            LOG.error("a listener failed; it keeps being told", e);
        }
    }
}
