package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.internal.notify.Channel.ChannelType;
import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.alarm.internal.notify.Channel.Webhook;
import io.atoll.manager.alarm.jpa.NotificationChannelStore;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.egress.EgressException;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Carries the queue out, on the leader, each channel in a thread of its own: a receiver that stalls keeps no other waiting.
 * What was sent is noted afterwards in a short transaction; a leader that dies in between leaves it to be sent once more.
 */
@Component
class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    /** Of one channel in one turn: with a turn every two seconds, 25 a second. */
    private static final int WEBHOOKS_PER_TURN = 50;

    private static final int NEWS_PER_MAIL = 1_000;

    private final NotificationQueue queue;
    private final NotificationChannelStore channels;
    private final Senders senders;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final Clock clock;
    private final Duration betweenMails;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Instant> lastMail = new ConcurrentHashMap<>();
    private volatile boolean failing;

    Courier(
            NotificationQueue queue,
            NotificationChannelStore channels,
            Senders senders,
            Leadership leadership,
            LeaderTransaction transaction,
            Clock clock,
            @Value("${atoll.alarm.between-mails:60s}") Duration betweenMails) {
        this.queue = queue;
        this.channels = channels;
        this.senders = senders;
        this.leadership = leadership;
        this.transaction = transaction;
        this.clock = clock;
        this.betweenMails = betweenMails;
    }

    /** The two ways out. */
    @Component
    record Senders(WebhookSender webhooks, MailSender mails) {}

    @Scheduled(fixedDelayString = "${atoll.alarm.deliver-every:2s}")
    void begin() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            return;
        }
        try {
            transaction.run(epoch.get(), () -> queue.trim(clock.instant()));
            for (var id : queue.dueChannels(clock.instant())) {
                if (underWay.add(id)) {
                    Thread.ofVirtual().name("notify-" + id).start(() -> turn(id, epoch.get()));
                }
            }
            failing = false;
        } catch (RuntimeException e) {
            told(e);
        }
    }

    private void turn(UUID id, LeaderEpoch epoch) {
        try {
            channels.find(id).ifPresent(channel -> turn(channel, epoch));
        } catch (RuntimeException e) {
            told(e);
        } finally {
            underWay.remove(id);
        }
    }

    private void turn(Channel channel, LeaderEpoch epoch) {
        var webhook = channel.webhook();
        var mail = channel.mail();
        if (channel.type() == ChannelType.WEBHOOK && webhook != null) {
            webhooks(channel, webhook, epoch);
        } else if (mail != null) {
            mail(channel, mail, epoch);
        }
    }

    /** One after the other. The first failure ends the turn: who is away for one is away for all. */
    private void webhooks(Channel channel, Webhook webhook, LeaderEpoch epoch) {
        for (var one : queue.due(channel, clock.instant(), false, WEBHOOKS_PER_TURN)) {
            if (NotificationQueue.isTooOld(one, clock.instant())) {
                transaction.run(epoch, () -> queue.outdated(one, clock.instant()));
            } else if (!done(channel, List.of(one), epoch, () -> senders.webhooks.send(channel, webhook, one))) {
                return;
            }
        }
    }

    /** All that waits in one mail, and not more than one mail a minute. */
    private void mail(Channel channel, Mail mail, LeaderEpoch epoch) {
        var now = clock.instant();
        var last = lastMail.get(channel.id());
        if (last != null && Duration.between(last, now).abs().compareTo(betweenMails) < 0) {
            return;
        }
        var due = queue.due(channel, now, true, NEWS_PER_MAIL);
        var old =
                due.stream().filter(one -> NotificationQueue.isTooOld(one, now)).toList();
        transaction.run(epoch, () -> old.forEach(one -> queue.outdated(one, now)));
        var news = due.stream().filter(one -> !old.contains(one)).toList();
        if (!news.isEmpty() && done(channel, news, epoch, () -> senders.mails.send(channel, mail, news))) {
            lastMail.put(channel.id(), now);
        }
    }

    /** What may not work out. */
    @FunctionalInterface
    private interface Sending {
        void send() throws EgressException;
    }

    private boolean done(Channel channel, List<Notification> news, LeaderEpoch epoch, Sending sending) {
        var error = tried(sending);
        var now = clock.instant();
        transaction.run(
                epoch,
                () -> news.forEach(one -> {
                    if (error == null) {
                        queue.delivered(one, now);
                    } else {
                        queue.failed(one, error, now);
                    }
                }));
        if (error != null) {
            LOG.info("channel={} cannot be told now: {}", channel.id(), error);
        }
        return error == null;
    }

    /** The reason in words; null: it was sent. What nobody expected is a reason too, or it would be tried without a pause. */
    private static @Nullable String tried(Sending sending) {
        try {
            sending.send();
            return null;
        } catch (EgressException e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("a notification could not be made", e);
            return "The notification could not be made; the manager's log says why.";
        }
    }

    private void told(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.warn("notifications cannot be delivered now: {}", failure.getMessage());
        }
    }
}
