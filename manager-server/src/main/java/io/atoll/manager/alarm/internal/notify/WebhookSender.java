package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.internal.notify.Channel.Webhook;
import io.atoll.manager.alarm.internal.notify.Notification.Content;
import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.EgressLimits;
import io.atoll.manager.egress.EgressPoster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells a webhook: a CloudEvent 1.0 as structured JSON, signed. */
@Component
class WebhookSender {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final EgressLimits LIMITS = new EgressLimits(1, PATIENCE, 1, PATIENCE);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EgressPoster poster;
    private final ChannelSecrets secrets;
    private final Clock clock;

    WebhookSender(EgressPoster poster, ChannelSecrets secrets, Clock clock) {
        this.poster = poster;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The envelope; {@code time} is when it happened, the header's is when it was sent. */
    record Event(
            String specversion,
            String id,
            String source,
            String type,
            String subject,
            Instant time,
            String datacontenttype,
            Content data) {}

    void send(Channel channel, Webhook webhook, Notification notification) throws EgressException {
        var body = JSON.writeValueAsBytes(event(notification));
        var now = clock.instant();
        var id = notification.id().toString();
        var headers = Map.of(
                "Content-Type",
                "application/cloudevents+json; charset=utf-8",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                WebhookSignature.of(opened(channel, now), id, now, body));
        int status = poster.post(webhook.url(), new EgressPoster.Request(headers, body, webhook.caPem()), LIMITS);
        if (status < 200 || status > 299) {
            throw new EgressException(
                    Reason.TRANSFER_FAILED,
                    status >= 300 && status <= 399
                            ? "The receiver redirects (status %d), which is not followed. Give the address it redirects to."
                                    .formatted(status)
                            : "The receiver answered with status %d.".formatted(status));
        }
    }

    static Event event(Notification notification) {
        var content = notification.content();
        var alarm = content.alarm();
        return new Event(
                "1.0",
                notification.id().toString(),
                "/atoll",
                alarm == null
                        ? "io.atoll.notification.test.v1"
                        : "io.atoll.alarm.%s.v1".formatted(content.change().toLowerCase(Locale.ROOT)),
                alarm == null ? "notification-channels/" + notification.channelId() : "alarms/" + alarm.id(),
                notification.createdAt(),
                "application/json",
                content);
    }

    private List<String> opened(Channel channel, Instant now) {
        var kept = channel.secrets();
        var open = new ArrayList<String>();
        if (kept.current() != null) {
            open.add(secrets.openWebhook(channel.id(), kept.current()));
        }
        if (kept.previous() != null
                && kept.previousUntil() != null
                && kept.previousUntil().isAfter(now)) {
            open.add(secrets.openWebhook(channel.id(), kept.previous()));
        }
        return open;
    }
}
