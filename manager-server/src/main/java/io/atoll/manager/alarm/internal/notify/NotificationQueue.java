package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.AlarmChange;
import io.atoll.manager.alarm.internal.notify.Notification.Content;
import io.atoll.manager.alarm.internal.view.AlarmView;
import io.atoll.manager.alarm.jpa.NotificationChannelStore;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.platform.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is on its way to the channels, in the database: written with the news itself, gone only when told or given up. */
@Component
public class NotificationQueue {
    /** Of one channel: what a receiver that was away for a day will hardly read. */
    static final int MOST_PENDING = 10_000;

    static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(4);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Content> CONTENT = new TypeReference<>() {};
    private static final int LONGEST_ERROR_CHARS = 500;

    private final JdbcClient jdbc;
    private final NotificationChannelStore channels;
    private final Ids ids;
    private final Clock clock;

    NotificationQueue(JdbcClient jdbc, NotificationChannelStore channels, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.channels = channels;
        this.ids = ids;
        this.clock = clock;
    }

    /** Queues news of an alarm for every channel that wants them, in the transaction of the news. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void offer(AlarmView alarm, AlarmChange change) {
        for (var channel : channels.all()) {
            if (channel.enabled() && channel.filter().wants(alarm, change)) {
                insert(channel.id(), alarm.id(), new Content(change.name(), alarm));
            }
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    UUID offerTest(Channel channel) {
        return insert(channel.id(), null, new Content(Notification.TEST, null));
    }

    private UUID insert(UUID channel, @Nullable UUID alarm, Content content) {
        var id = ids.next();
        jdbc.sql("""
                insert into notification (id, channel_id, alarm_id, change, content, created_at, state, next_attempt_at)
                values (:id, :channel, :alarm, :change, :content::jsonb, :now, 'PENDING', :now)""")
                .param("id", id)
                .param("channel", channel)
                .param("alarm", alarm)
                .param("change", content.change())
                .param("content", JSON.writeValueAsString(content))
                .param("now", at(clock.instant()))
                .update();
        return id;
    }

    /** Channels that have something to be told now. */
    List<UUID> dueChannels(Instant now) {
        return jdbc.sql("""
                select distinct n.channel_id from notification n join notification_channel c on c.id = n.channel_id
                 where n.state = 'PENDING' and n.next_attempt_at <= :now and (c.enabled or n.change = 'TEST')""")
                .param("now", at(now))
                .query((row, _) -> row.getObject("channel_id", UUID.class))
                .list();
    }

    List<Notification> due(Channel channel, Instant now, boolean newestFirst, int limit) {
        return jdbc.sql("""
                select id, channel_id, content, created_at, attempts from notification
                 where channel_id = :channel and state = 'PENDING' and next_attempt_at <= :now and (:enabled or change = 'TEST')
                 order by created_at %1$s, id %1$s limit :limit""".formatted(newestFirst ? "desc" : "asc"))
                .param("channel", channel.id())
                .param("now", at(now))
                .param("enabled", channel.enabled())
                .param("limit", limit)
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new Notification(
                            row.uuid("id"),
                            row.uuid("channel_id"),
                            row.json("content", CONTENT),
                            row.instant("created_at"),
                            row.integer("attempts"));
                })
                .list();
    }

    void delivered(Notification notification, Instant now) {
        jdbc.sql("""
                update notification set state = 'DELIVERED', attempts = attempts + 1, ended_at = :now, last_error = null
                 where id = :id and state = 'PENDING'""").param("id", notification.id()).param("now", at(now)).update();
    }

    /** Tried again after a pause that doubles, until the news are a day old. */
    void failed(Notification notification, String error, Instant now) {
        var next = now.plus(pause(notification.attempts() + 1));
        var dead = isTooOld(notification, next);
        jdbc.sql("""
                update notification set attempts = attempts + 1, last_error = :error, next_attempt_at = :next,
                       state = case when :dead then 'DEAD' else state end, ended_at = case when :dead then :now::timestamptz end
                 where id = :id and state = 'PENDING'""")
                .param("id", notification.id())
                .param("error", shortened(error))
                .param("next", at(next))
                .param("dead", dead)
                .param("now", at(now))
                .update();
    }

    /** Not tried at all: they waited too long, because the channel was disabled or no manager was there. */
    void outdated(Notification notification, Instant now) {
        jdbc.sql("""
                update notification set state = 'DEAD', ended_at = :now,
                       last_error = coalesce(last_error, 'It was a day old before it could be delivered.')
                 where id = :id and state = 'PENDING'""").param("id", notification.id()).param("now", at(now)).update();
    }

    /** Gives up the oldest of channels that have too much to be told. */
    int trim(Instant now) {
        return jdbc.sql("""
                update notification set state = 'DEAD', ended_at = :now, last_error = :error
                 where id in (select id from (
                         select id, row_number() over (partition by channel_id order by created_at desc, id desc) as place
                           from notification where state = 'PENDING' and channel_id in (
                                select channel_id from notification where state = 'PENDING'
                                 group by channel_id having count(*) > :most)) ranked
                       where place > :most)""")
                .param("now", at(now))
                .param("most", MOST_PENDING)
                .param("error", "More than %d were waiting; the oldest were given up.".formatted(MOST_PENDING))
                .update();
    }

    static boolean isTooOld(Notification notification, Instant now) {
        return Duration.between(notification.createdAt(), now).compareTo(GIVEN_UP_AFTER) > 0;
    }

    /** After {@code attempts} failures. */
    static Duration pause(int attempts) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempts - 1, 0, 20));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static String shortened(String error) {
        var printable = error.replaceAll("\\p{C}", "?");
        return printable.length() > LONGEST_ERROR_CHARS ? printable.substring(0, LONGEST_ERROR_CHARS) : printable;
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
