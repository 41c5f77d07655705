package io.atoll.manager.metrics.internal;

import io.atoll.agent.v1.Samples;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where what hosts send comes in, on the leader: made into rates once, then kept as live values and collected for the history. */
final class SampleIntake implements HostListener {
    private final SampleStore store;
    private final SampleCollector collector;
    private final Clock clock;
    private final Map<HostId, SampleMeter> meters = new ConcurrentHashMap<>();

    SampleIntake(SampleStore store, SampleCollector collector, Clock clock) {
        this.store = store;
        this.collector = collector;
        this.clock = clock;
    }

    @Override
    public void samples(HostId host, Samples samples) {
        var measured = meters.computeIfAbsent(host, _ -> new SampleMeter()).measure(samples, clock.instant());
        store.put(host, measured);
        collector.add(host, measured);
    }

    /** The next stream may be another run of the agent: its totals are compared with its own only. */
    @Override
    public void disconnected(HostId host, LinkState state, String reason) {
        meters.remove(host);
        store.forget(host);
    }
}
