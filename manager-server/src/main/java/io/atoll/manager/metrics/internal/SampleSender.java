package io.atoll.manager.metrics.internal;

import io.atoll.agent.v1.Samples;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.event.Events;
import io.atoll.manager.metrics.LiveSamples.HostSample;
import io.atoll.manager.metrics.LiveSamples.VmSample;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Collects what the hosts send and passes it on to other managers and connected clients, all hosts in one message. */
@Component
class SampleSender implements HostListener {
    /** The event's type, as clients see it. */
    static final String TYPE = "io.atoll.samples.v1";

    private final SampleStore store;
    private final SampleExchange others;
    private final Events events;

    SampleSender(SampleStore store, SampleExchange others, Events events, AgentLink agents) {
        this.store = store;
        this.others = others;
        this.events = events;
        agents.addListener(this);
    }

    /** What clients get. */
    record Message(List<HostValues> hosts, List<VmValues> vms) {}

    record HostValues(
            UUID id,
            long cpuUsedMillicores,
            long memoryUsedMiB,
            int vmCount,
            long netRxBytesPerSecond,
            long netTxBytesPerSecond,
            Instant dataAt) {
        static HostValues of(HostSample sample) {
            return new HostValues(
                    sample.id().value(),
                    sample.cpuUsedMillicores(),
                    sample.memoryUsedMiB(),
                    sample.vmCount(),
                    sample.netRxBytesPerSecond(),
                    sample.netTxBytesPerSecond(),
                    sample.at());
        }
    }

    record VmValues(
            UUID id,
            long cpuUsedMillicores,
            long memoryResidentMiB,
            long diskReadBytesPerSecond,
            long diskWriteBytesPerSecond,
            long netRxBytesPerSecond,
            long netTxBytesPerSecond,
            Instant dataAt) {
        static VmValues of(VmSample sample) {
            return new VmValues(
                    sample.id().value(),
                    sample.cpuUsedMillicores(),
                    sample.memoryResidentMiB(),
                    sample.diskReadBytesPerSecond(),
                    sample.diskWriteBytesPerSecond(),
                    sample.netRxBytesPerSecond(),
                    sample.netTxBytesPerSecond(),
                    sample.at());
        }
    }

    @Override
    public void samples(HostId host, Samples samples) {
        store.put(host, samples);
    }

    @Override
    public void disconnected(HostId host, LinkState state, String reason) {
        store.forget(host);
    }

    @Scheduled(fixedDelayString = "${atoll.metrics.send-interval:2s}")
    void send() {
        others.begin();
        store.dropOld();
        var hosts = store.freshHosts();
        if (!hosts.isEmpty()) {
            events.broadcast(
                    TYPE,
                    new Message(
                            hosts.stream().map(HostValues::of).toList(),
                            store.freshVms().stream().map(VmValues::of).toList()));
        }
    }
}
