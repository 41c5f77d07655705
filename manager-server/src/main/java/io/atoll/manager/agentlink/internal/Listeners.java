package io.atoll.manager.agentlink.internal;

import io.atoll.manager.agentlink.HostListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Those who want to hear what hosts report. One that fails does not keep the others from hearing. */
@Component
class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<HostListener> listeners = new CopyOnWriteArrayList<>();

    void add(HostListener listener) {
        listeners.add(listener);
    }

    /** False when a listener could not take the news because the database was away: it must hear everything again. */
    @SuppressWarnings("CatchAndPrintStackTrace") // it is logged, with the trace, and the next listener gets its turn
    boolean tell(Consumer<HostListener> news) {
        boolean allHeard = true;
        for (var listener : listeners) {
            try {
                news.accept(listener);
            } catch (TransientDataAccessException | NonTransientDataAccessResourceException | TransactionException e) {
                allHeard = false;
                LOG.warn(
                        "a listener of host reports could not write, it hears everything again listener={}: {}",
                        listener.getClass().getSimpleName(),
                        e.getMessage());
            } catch (RuntimeException e) {
                LOG.error(
                        "a listener of host reports failed listener={}",
                        listener.getClass().getSimpleName(),
                        e);
            }
        }
        return allHeard;
    }
}
