package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.internal.notify.Channel.ChannelType;
import io.atoll.manager.alarm.internal.notify.Channel.Filter;
import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.alarm.internal.notify.Channel.Secrets;
import io.atoll.manager.alarm.internal.notify.Channel.Webhook;
import io.atoll.manager.alarm.jpa.NotificationChannelStore;
import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressPoster;
import io.atoll.manager.egress.MailSockets;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and deletes channels. They are no events: their addresses are the administrator's affair. */
@Service
@Transactional
public class ChannelService {
    private static final int MOST_CHANNELS = 50;
    /** Long enough for somebody to carry the new secret to the receiver by hand. */
    private static final Duration OLD_SECRET_KEPT = Duration.ofHours(24);

    private final NotificationChannelStore store;
    private final NotificationQueue queue;
    private final ChannelSecrets secrets;
    private final Outward outward;
    private final Ids ids;
    private final Clock clock;

    ChannelService(
            NotificationChannelStore store,
            NotificationQueue queue,
            ChannelSecrets secrets,
            Outward outward,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.queue = queue;
        this.secrets = secrets;
        this.outward = outward;
        this.ids = ids;
        this.clock = clock;
    }

    /** What can be said of an address without any network traffic. */
    @Component
    record Outward(EgressPoster poster, MailSockets mail) {}

    /** A new channel, and its secret where it has one: mail has none. */
    public record Made(UUID id, @Nullable String secret) {}

    /** A new secret, and until when the one before is used too. */
    public record Rotated(String secret, Instant previousUntil) {}

    public Made create(NamingPatch name, @Nullable String type, ChannelDraft draft) {
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var how = check.requiredChoice("spec.type", type, ChannelType.class, ChannelType.WEBHOOK);
        var id = ids.next();
        var fresh = how == ChannelType.WEBHOOK ? secrets.fresh() : null;
        var blank = new Channel(
                id,
                naming,
                0,
                clock.instant(),
                true,
                how,
                null,
                null,
                Filter.EVERYTHING,
                fresh == null ? Secrets.NONE : Secrets.NONE.rotated(secrets.sealWebhook(id, fresh), clock.instant()));
        var channel = applied(blank, draft, check);
        check.require(
                (how == ChannelType.WEBHOOK ? channel.webhook() : channel.mail()) != null,
                how == ChannelType.WEBHOOK ? "spec.webhook" : "spec.mail",
                "A channel of type %s needs spec.%s.".formatted(how, how == ChannelType.WEBHOOK ? "webhook" : "mail"));
        check.done();
        if (store.all().size() >= MOST_CHANNELS) {
            throw new AtollException(
                    ErrorCode.LIMIT_REACHED,
                    "There are %d notification channels, the most there may be. Delete one first."
                            .formatted(MOST_CHANNELS));
        }
        ConstraintGuard.unique("notification channel", channel.name(), () -> store.insert(channel));
        return new Made(id, fresh);
    }

    public void change(UUID id, IfMatch ifMatch, NamingPatch name, @Nullable String type, ChannelDraft draft) {
        var before = lock(id);
        ifMatch.require(before.revision());
        var check = new InputCheck();
        check.require(
                type == null || type.equals(before.type().name()),
                "spec.type",
                "spec.type is %s and cannot be changed. Make another channel.".formatted(before.type()));
        var named = new Channel(
                id,
                name.applyTo(before.naming(), check),
                before.revision(),
                before.createdAt(),
                before.enabled(),
                before.type(),
                before.webhook(),
                before.mail(),
                before.filter(),
                before.secrets());
        var after = applied(named, draft, check);
        check.done();
        ConstraintGuard.unique("notification channel", after.name(), () -> store.update(id, _ -> after));
    }

    private Channel applied(Channel before, ChannelDraft draft, InputCheck check) {
        check.require(
                draft.webhook() == null || before.type() == ChannelType.WEBHOOK,
                "spec.webhook",
                "A channel of type MAIL has no spec.webhook.");
        check.require(
                draft.mail() == null || before.type() == ChannelType.MAIL,
                "spec.mail",
                "A channel of type WEBHOOK has no spec.mail.");
        var webhook = draft.webhook() == null || before.type() != ChannelType.WEBHOOK
                ? before.webhook()
                : checked(draft.webhook().checked(check), check);
        var mail = draft.mail() == null || before.type() != ChannelType.MAIL
                ? before.mail()
                : checked(draft.mail().checked(check), check);
        return new Channel(
                before.id(),
                before.naming(),
                before.revision(),
                before.createdAt(),
                draft.enabled() == null ? before.enabled() : draft.enabled(),
                before.type(),
                webhook,
                mail,
                draft.filter() == null ? before.filter() : draft.filter().checked(check),
                before.secrets().withPassword(password(before, mail, draft)));
    }

    /** A password stays with its server and user: sent to another server, it would be given away. */
    private @Nullable String password(Channel before, @Nullable Mail after, ChannelDraft draft) {
        if (draft.mail() != null && draft.mail().password() != null) {
            return secrets.sealPassword(before.id(), draft.mail().password());
        }
        var same = after != null
                && before.mail() != null
                && after.username() != null
                && after.host().equals(before.mail().host())
                && after.port() == before.mail().port()
                && after.username().equals(before.mail().username());
        return same ? before.secrets().mailPassword() : null;
    }

    private Webhook checked(Webhook webhook, InputCheck check) {
        try {
            outward.poster.check(webhook.url());
        } catch (EgressException e) {
            check.refuse("spec.webhook.url", String.valueOf(e.getMessage()));
        }
        certificates("spec.webhook.caPem", webhook.caPem(), check);
        return webhook;
    }

    private Mail checked(Mail mail, InputCheck check) {
        certificates("spec.mail.caPem", mail.caPem(), check);
        return mail;
    }

    private void certificates(String field, @Nullable String pem, InputCheck check) {
        if (pem != null) {
            try {
                outward.mail.checkCertificates(pem);
            } catch (EgressException e) {
                check.refuse(field, String.valueOf(e.getMessage()));
            }
        }
    }

    public void delete(UUID id, IfMatch ifMatch) {
        ifMatch.require(lock(id).revision());
        store.delete(id);
    }

    /** A new secret; the one before signs too for a day, so that a receiver can change over in its own time. */
    public Rotated rotate(UUID id) {
        var before = lock(id);
        if (before.type() != ChannelType.WEBHOOK) {
            throw new AtollException(
                    ErrorCode.NOTIFICATION_CHANNEL_WRONG_TYPE,
                    "Channel %s sends mail: only a webhook has a secret. A mail password is changed with PATCH."
                            .formatted(before.name()));
        }
        var fresh = secrets.fresh();
        var until = clock.instant().plus(OLD_SECRET_KEPT);
        store.update(id, channel -> channel.keeping(channel.secrets().rotated(secrets.sealWebhook(id, fresh), until)));
        return new Rotated(fresh, until);
    }

    /** Queues a notification that says it is a test; answers its id. */
    public UUID test(UUID id) {
        return queue.offerTest(lock(id));
    }

    private Channel lock(UUID id) {
        return store.lock(id).orElseThrow(() -> notFound(id));
    }

    private static AtollException notFound(UUID id) {
        return new AtollException(
                ErrorCode.NOTIFICATION_CHANNEL_NOT_FOUND, "There is no notification channel %s.".formatted(id));
    }
}
