package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.notify.Channel;
import io.atoll.manager.alarm.internal.notify.Channel.ChannelType;
import io.atoll.manager.alarm.internal.notify.Channel.Filter;
import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.alarm.internal.notify.Channel.Secrets;
import io.atoll.manager.alarm.internal.notify.Channel.Webhook;
import io.atoll.manager.persistence.NamedEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code notification_channel}. */
@Entity
@Table(name = "notification_channel")
class NotificationChannelEntity extends NamedEntity {
    private boolean enabled;

    @Enumerated(EnumType.STRING)
    private ChannelType type;

    @Convert(converter = JsonWebhook.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable Webhook webhook;

    @Convert(converter = JsonMail.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable Mail mail;

    @Convert(converter = JsonFilter.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private Filter filter;

    private @Nullable String secret;
    private @Nullable String previousSecret;
    private @Nullable Instant previousUntil;
    private @Nullable String mailPassword;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected NotificationChannelEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    NotificationChannelEntity(Channel channel) {
        super(channel.id(), channel.naming(), channel.createdAt());
        set(channel);
    }

    final void set(Channel channel) {
        naming(channel.naming());
        enabled = channel.enabled();
        type = channel.type();
        webhook = channel.webhook();
        mail = channel.mail();
        filter = channel.filter();
        secret = channel.secrets().current();
        previousSecret = channel.secrets().previous();
        previousUntil = channel.secrets().previousUntil();
        mailPassword = channel.secrets().mailPassword();
    }

    Channel toRecord() {
        return new Channel(
                id(),
                naming(),
                revision(),
                createdAt(),
                enabled,
                type,
                webhook,
                mail,
                filter,
                new Secrets(secret, previousSecret, previousUntil, mailPassword));
    }
}
