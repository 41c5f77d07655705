package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The leader's watch of one host: one virtual thread that connects, reads the stream, tells the listeners, and connects
 * again with growing, jittered pauses for as long as it is wanted.
 */
final class HostWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A stream that lasted so long was worth coming back for at once. */
    private static final Duration LIVED = Duration.ofSeconds(1);
    /** An agent sends samples every two seconds; five missed ones and the stream counts as dead. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    /** Connecting and the complete state may take longer: a busy host, and many VMs. */
    private static final Duration LONGEST_BEGINNING = Duration.ofSeconds(20);

    /** Before the first sound resync of a stream: nothing else can be understood without it. */
    private static final long NO_STATE_YET = -1;

    private final HostId host;
    private final LeaderEpoch epoch;
    private final AgentChannels channels;
    private final Listeners listeners;
    private final Claims claims;
    private final Clock clock;
    private final String subscriber;
    private final AtomicReference<LinkState> state = new AtomicReference<>(LinkState.CONNECTING);

    private volatile boolean wanted = true;
    private volatile boolean following;
    private volatile @Nullable String cut;
    private volatile @Nullable String goodbye;
    private volatile Instant lastHeard;
    private volatile Context.CancellableContext call = Context.ROOT.withCancellation();
    private final Thread thread;

    private String streamId = "";
    private volatile long sequence = NO_STATE_YET;
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

    /** Ends the watch and tells the listeners, after everything else, that the host is lost to them. */
    void sayGoodbye(String reason) {
        goodbye = reason;
        stop();
    }

    /**
     * Cuts a stream that has gone silent, or on which the complete state does not come; called now and then by whoever keeps
     * the watches.
     */
    void cutIfSilent(Instant now) {
        Duration patience = sequence == NO_STATE_YET ? LONGEST_BEGINNING : LONGEST_SILENCE;
        if (following && Duration.between(lastHeard, now).compareTo(patience) > 0) {
            LOG.warn("host silent, cutting its stream host={}", host);
            cut = "The agent has said nothing for %d s.".formatted(patience.toSeconds());
            call.cancel(null);
        }
    }

    private void run() {
        while (wanted) {
            Instant begun = clock.instant();
            End end = safely();
            if (wanted) {
                if (end instanceof Lost(var newState, var reason)) {
                    lost(newState, reason);
                }
                rest(Duration.between(begun, clock.instant()).compareTo(LIVED) > 0);
            }
        }
        String last = goodbye;
        if (last != null) {
            var _ = Thread.interrupted(); // it was for the stream; the listeners write to the database
            lost(LinkState.DISCONNECTED, last);
        }
    }

    /** How following a stream ended. */
    private sealed interface End {}

    /** The host cannot be heard. */
    private record Lost(LinkState state, String reason) implements End {}

    /** Something was missed, and everything is to be heard again; the host is not gone for that. */
    private record Missed() implements End {}

    /** Without this thread nobody would ever hear of the host again, so nothing ends it but {@link #stop}. */
    private End safely() {
        try {
            return follow();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("the host directory cannot be read host={}: {}", host, e.getMessage());
            return new Missed();
        } catch (RuntimeException e) {
            LOG.error("following a host failed host={}", host, e);
            return new Missed();
        } finally {
            following = false;
        }
    }

    /** Reads the stream to its end; answers why it ended. */
    private End follow() {
        AgentChannels.AgentChannel channel;
        try {
            channel = channels.to(host);
        } catch (AtollException e) {
            return new Lost(LinkState.REFUSED, String.valueOf(e.getMessage()));
        }
        // The pauses are ours: the channel's own grow to two minutes, and a call that falls into one fails unsent.
        channel.channel().resetConnectBackoff();
        var context = Context.ROOT.withCancellation();
        call = context;
        cut = null;
        sequence = NO_STATE_YET;
        lastHeard = clock.instant();
        following = true;
        Context before = context.attach();
        try {
            var updates = AgentServiceGrpc.newBlockingStub(channel.channel()).watch(request());
            var news = new HostNews(host, listeners, claims, this::violated);
            var pace = new UpdatePace(clock.instant());
            while (wanted && updates.hasNext()) {
                Optional<End> end = take(updates.next(), news, pace);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            return new Lost(LinkState.DISCONNECTED, "The agent ended the stream.");
        } catch (StatusRuntimeException e) {
            LinkState now = channel.refusal().isPresent() ? LinkState.REFUSED : LinkState.DISCONNECTED;
            String silence = cut;
            return new Lost(now, silence == null ? CallFailures.reason(e.getStatus(), channel) : silence);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Lost(LinkState.DISCONNECTED, "The manager stops.");
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    /** From the beginning: what is known of the host is in the listeners, and they want the complete state first. */
    private WatchRequest request() {
        return WatchRequest.newBuilder()
                .setSubscriber(subscriber)
                .setLeaderEpoch(epoch.value())
                .build();
    }

    /** Takes one update; answers why the stream is to be left, if it is. */
    private Optional<End> take(HostUpdate update, HostNews news, UpdatePace pace) throws InterruptedException {
        Instant now = clock.instant();
        Duration wait = pace.take(now, HostNews.cost(update));
        if (wait.isPositive()) {
            violated("it sends more than 200 updates a second");
            Thread.sleep(wait);
        }
        if (update.hasResync()) {
            Optional<String> wrong = news.wrong(update.getResync());
            if (wrong.isPresent()) {
                violated(wrong.get());
                return Optional.of(
                        new Lost(LinkState.DISCONNECTED, "What the host says cannot be true: " + wrong.get() + "."));
            }
            connected();
        } else if (sequence == NO_STATE_YET) {
            return update.hasSamples() ? Optional.empty() : skipped();
        } else if (!update.hasSamples() && !continues(update)) {
            return skipped();
        }
        lastHeard = now;
        if (!update.hasSamples()) {
            streamId = update.getStreamId();
            sequence = update.getSequence();
        }
        return news.tell(update) ? Optional.empty() : Optional.of(new Missed());
    }

    private Optional<End> skipped() {
        violated("its updates do not follow one another");
        return Optional.of(new Missed());
    }

    /** The next number of the same run of the agent; anything else means that something was missed. */
    private boolean continues(HostUpdate update) {
        return update.getStreamId().equals(streamId) && update.getSequence() == sequence + 1;
    }

    private void connected() {
        if (state.getAndSet(LinkState.CONNECTED) != LinkState.CONNECTED) {
            LOG.info("host connected host={}", host);
        }
    }

    /** At most once a minute: a host that lies in every message must not flood the log and the events either. */
    private void violated(String what) {
        Instant now = clock.instant();
        if (Duration.between(violationTold, now).compareTo(Duration.ofMinutes(1)) >= 0) {
            violationTold = now;
            LOG.warn("host reports what cannot be host={} what=\"{}\"", host, what);
            listeners.tell(listener -> listener.violated(host, what));
        }
    }

    private void lost(LinkState now, String reason) {
        if (state.getAndSet(now) != now) {
            LOG.warn("host lost host={} state={} reason=\"{}\"", host, now, reason);
        }
        listeners.tell(listener -> listener.disconnected(host, now, reason));
    }

    /** A stream that lived makes the next pause short again; one that ends at once is followed by longer and longer ones. */
    private void rest(boolean lived) {
        if (lived) {
            pause = FIRST_PAUSE;
        }
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
