package io.atoll.manager.resourcepool.internal;

import io.atoll.manager.event.RefusalNews;
import io.atoll.model.ClusterId;
import org.springframework.stereotype.Component;

/** Tells the event stream of what resource pools refuse. */
@Component
class PoolRefusals {
    static final String KIND = "resource-pool-refusal";

    private final RefusalNews news;

    PoolRefusals(RefusalNews news) {
        this.news = news;
    }

    /** Runs the check; what it refuses is told. In the caller's transaction. */
    void watching(ClusterId cluster, String subject, Runnable check) {
        news.watching(KIND, cluster.value(), subject, check);
    }
}
