package io.atoll.manager.agentlink.internal;

import io.atoll.manager.agentlink.HostListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Those who want to hear what hosts report. One that fails does not keep the others from hearing. */
@Component
class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<HostListener> listeners = new CopyOnWriteArrayList<>();

    void add(HostListener listener) {
        listeners.add(listener);
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // it is logged, with the trace, and the next listener gets its turn
    void tell(Consumer<HostListener> news) {
        for (var listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.error(
                        "a listener of host reports failed listener={}",
                        listener.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
