package io.atoll.manager.metrics.internal;

import io.atoll.manager.event.Events;
import io.atoll.manager.metrics.LiveSamples.HostSample;
import io.atoll.manager.metrics.LiveSamples.VmSample;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Passes the newest samples on to other managers and connected clients, all hosts in one message. */
@Component
class SampleSender {
    /** The event's type, as clients see it. */
    static final String TYPE = "io.atoll.samples.v1";

    private final SampleStore store;
    private final SampleExchange others;
    private final Events events;

    SampleSender(SampleStore store, SampleExchange others, Events events) {
        this.store = store;
        this.others = others;
        this.events = events;
    }

    /** What clients get. */
    record Message(List<HostValues> hosts, List<VmValues> vms) {}

    record HostValues(
            UUID id,
            @Nullable Long cpuUsedMillicores,
            long memoryUsedMiB,
            int vmCount,
            @Nullable Long netRxBytesPerSecond,
            @Nullable Long netTxBytesPerSecond,
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
            @Nullable Long cpuUsedMillicores,
            long memoryResidentMiB,
            @Nullable Long diskReadBytesPerSecond,
            @Nullable Long diskWriteBytesPerSecond,
            @Nullable Long netRxBytesPerSecond,
            @Nullable Long netTxBytesPerSecond,
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
