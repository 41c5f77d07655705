package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.Resync;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's watch of one host: one virtual thread that connects, reads the stream, tells the listeners, and connects
 * again with growing, jittered pauses for as long as it is wanted.
 */
final class HostWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** An agent sends samples every two seconds; five missed ones and the stream counts as dead. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final HostId host;
    private final LeaderEpoch epoch;
    private final AgentChannels channels;
    private final Listeners listeners;
    private final Claims claims;
    private final Clock clock;
    private final String subscriber;
    private final AtomicReference<LinkState> state = new AtomicReference<>(LinkState.CONNECTING);

    private volatile boolean wanted = true;
    private volatile Instant lastHeard;
    private volatile Context.CancellableContext call = Context.ROOT.withCancellation();
    private final Thread thread;

    private String streamId = "";
    private long sequence;
    private Duration pause = FIRST_PAUSE;
    private Instant violationTold = Instant.EPOCH;

    HostWatch(HostId host, LeaderEpoch epoch, String subscriber, Tools tools) {
        this.host = host;
        this.epoch = epoch;
        this.subscriber = subscriber;
        this.channels = tools.channels();
        this.listeners = tools.listeners();
        this.claims = tools.claims();
        this.clock = tools.clock();
        this.lastHeard = clock.instant();
        this.thread = Thread.ofVirtual().name("watch-" + host).unstarted(this::run);
    }

    /** What every watch works with. */
    record Tools(AgentChannels channels, Listeners listeners, Claims claims, Clock clock) {}

    void start() {
        thread.start();
    }

    /** Ends the watch; no listener hears of this host from it any more once its current call returns. */
    void stop() {
        wanted = false;
        call.cancel(null);
        thread.interrupt();
    }

    LinkState state() {
        return state.get();
    }

    /** Cuts a stream that has gone silent; called now and then by whoever keeps the watches. */
    void cutIfSilent(Instant now) {
        if (state.get() == LinkState.CONNECTED
                && Duration.between(lastHeard, now).compareTo(LONGEST_SILENCE) > 0) {
            LOG.warn("host silent, cutting its stream host={}", host);
            call.cancel(null);
        }
    }

    private void run() {
        while (wanted) {
            String reason = follow();
            if (wanted) {
                lost(reason);
                rest();
            }
        }
    }

    /** Reads the stream to its end; answers why it ended. */
    private String follow() {
        AgentChannels.AgentChannel channel;
        try {
            channel = channels.to(host);
        } catch (AtollException e) {
            return String.valueOf(e.getMessage());
        }
        var context = Context.ROOT.withCancellation();
        call = context;
        Context before = context.attach();
        try {
            var request = WatchRequest.newBuilder()
                    .setBootId(streamId)
                    .setSinceSequence(sequence)
                    .setSubscriber(subscriber)
                    .setLeaderEpoch(epoch.value())
                    .build();
            var updates = AgentServiceGrpc.newBlockingStub(channel.channel()).watch(request);
            var pace = new UpdatePace(clock.instant());
            while (wanted && updates.hasNext()) {
                take(updates.next(), pace);
            }
            return "The agent ended the stream.";
        } catch (StatusRuntimeException e) {
            return CallFailures.reason(e.getStatus(), channel);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "The manager stops.";
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    private void take(HostUpdate update, UpdatePace pace) throws InterruptedException {
        Instant now = clock.instant();
        lastHeard = now;
        Duration wait = pace.take(now);
        if (wait.isPositive()) {
            violated("it sends more than 200 updates a second", now);
            Thread.sleep(wait);
        }
        boolean startsOver = update.hasResync();
        if (!startsOver && !update.hasSamples() && !continues(update)) {
            streamId = "";
            sequence = 0;
            call.cancel(null);
            return;
        }
        if (!update.hasSamples()) {
            streamId = update.getStreamId();
            sequence = update.getSequence();
        }
        if (startsOver || state.get() != LinkState.CONNECTED) {
            connected();
        }
        tell(update, now);
    }

    /** The next number of the same run of the agent; anything else means that something was missed. */
    private boolean continues(HostUpdate update) {
        return update.getStreamId().equals(streamId) && update.getSequence() == sequence + 1;
    }

    private void connected() {
        pause = FIRST_PAUSE;
        if (state.getAndSet(LinkState.CONNECTED) != LinkState.CONNECTED) {
            LOG.info("host connected host={}", host);
        }
    }

    private void tell(HostUpdate update, Instant now) {
        switch (update.getUpdateCase()) {
            case RESYNC -> resync(update.getResync(), now);
            case HOST_CHANGED ->
                ifSound(
                        ReportCheck.host(host, update.getHostChanged()),
                        now,
                        () -> listeners.tell(listener -> listener.hostChanged(host, update.getHostChanged())));
            case VM_CHANGED ->
                ifSound(ReportCheck.vm(update.getVmChanged()), now, () -> {
                    var vm = reported(update.getVmChanged());
                    listeners.tell(listener -> listener.vmChanged(host, vm));
                });
            case VM_GONE -> {
                var gone = update.getVmGone();
                if (ReportCheck.isId(gone.getVmId())) {
                    var claim = claims.of(host, VmId.parse(gone.getVmId()), gone.getEpoch());
                    listeners.tell(listener -> listener.vmGone(host, gone, claim));
                }
            }
            case VM_EVENT -> {
                if (ReportCheck.isId(update.getVmEvent().getVmId())) {
                    listeners.tell(listener -> listener.vmEvent(host, update.getVmEvent()));
                }
            }
            case SAMPLES ->
                ifSound(
                        ReportCheck.samples(update.getSamples()),
                        now,
                        () -> listeners.tell(listener -> listener.samples(host, update.getSamples())));
            case UPDATE_NOT_SET -> LOG.debug("an update of a kind this manager does not know host={}", host);
        }
    }

    private void resync(Resync resync, Instant now) {
        Optional<String> wrong = ReportCheck.host(host, resync.getHost());
        if (wrong.isPresent()) {
            violated(wrong.get(), now);
            return;
        }
        var vms = new ArrayList<ReportedVm>();
        for (VmReport vm : resync.getVmsList()) {
            ifSound(ReportCheck.vm(vm), now, () -> vms.add(reported(vm)));
        }
        listeners.tell(listener -> listener.resync(host, resync.getHost(), vms));
    }

    private ReportedVm reported(VmReport report) {
        return new ReportedVm(report, claims.of(host, VmId.parse(report.getVmId()), report.getEpoch()));
    }

    private void ifSound(Optional<String> wrong, Instant now, Runnable action) {
        if (wrong.isPresent()) {
            violated(wrong.get(), now);
        } else {
            action.run();
        }
    }

    /** At most once a minute: a host that lies in every message must not flood the log and the events either. */
    private void violated(String what, Instant now) {
        if (Duration.between(violationTold, now).compareTo(Duration.ofMinutes(1)) >= 0) {
            violationTold = now;
            LOG.warn("host reports what cannot be host={} what=\"{}\"", host, what);
            listeners.tell(listener -> listener.violated(host, what));
        }
    }

    private void lost(String reason) {
        // The next stream begins with the complete state, by which listeners learn that the host is back.
        streamId = "";
        sequence = 0;
        LinkState now = refused() ? LinkState.REFUSED : LinkState.DISCONNECTED;
        if (state.getAndSet(now) != now) {
            LOG.warn("host lost host={} state={} reason=\"{}\"", host, now, reason);
        }
        listeners.tell(listener -> listener.disconnected(host, now, reason));
    }

    private boolean refused() {
        try {
            return channels.to(host).refusal().isPresent();
        } catch (AtollException _) {
            return true;
        }
    }

    private void rest() {
        long most = pause.toMillis();
        try {
            Thread.sleep(
                    Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }
}
