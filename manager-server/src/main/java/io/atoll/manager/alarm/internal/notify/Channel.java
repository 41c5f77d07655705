package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.AlarmChange;
import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.view.AlarmView;
import io.atoll.manager.api.Naming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where somebody wants to be told of alarms. {@code webhook} or {@code mail} is there, as the type says. */
public record Channel(
        UUID id,
        Naming naming,
        long revision,
        Instant createdAt,
        boolean enabled,
        ChannelType type,
        @Nullable Webhook webhook,
        @Nullable Mail mail,
        Filter filter,
        Secrets secrets) {
    /** How it is told. */
    public enum ChannelType {
        WEBHOOK,
        MAIL
    }

    /** How a mail server is spoken to. */
    public enum MailSecurity {
        /** TLS after the greeting, and nothing before. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Only to this machine itself. */
        NONE
    }

    /** A URL that takes POSTs. */
    public record Webhook(
            String url,

            @Schema(description = "Certificates that the server's must come from; null: those the Java runtime trusts")
            @Nullable
            String caPem) {}

    /** A mail server, and whom to write to. */
    public record Mail(
            String host,
            int port,
            MailSecurity security,
            @Nullable String username,
            String from,
            List<String> to,
            @Nullable String caPem) {
        public Mail {
            to = List.copyOf(to);
        }
    }

    /** Which news it is told: those that meet all that is said. An empty list asks for nothing. */
    public record Filter(
            @Schema(description = "The worst an alarm has been must be this bad")
            AlarmSeverity leastSeverity,

            List<AlarmChange> changes,
            List<AlarmObjectKind> objectKinds,
            @Nullable UUID clusterId,

            @Schema(description = "Labels that the alarm's object must have")
            SortedMap<String, String> labels) {
        public static final Filter EVERYTHING = new Filter(
                AlarmSeverity.WARNING,
                List.of(AlarmChange.RAISED, AlarmChange.ESCALATED, AlarmChange.CLEARED),
                List.of(),
                null,
                new TreeMap<>());

        public Filter {
            changes = List.copyOf(changes);
            objectKinds = List.copyOf(objectKinds);
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        boolean wants(AlarmView alarm, AlarmChange change) {
            return alarm.worstSeverity().compareTo(leastSeverity) >= 0
                    && (changes.isEmpty() || changes.contains(change))
                    && (objectKinds.isEmpty() || objectKinds.contains(alarm.objectKind()))
                    && (clusterId == null || clusterId.equals(alarm.clusterId()))
                    && alarm.objectLabels().entrySet().containsAll(labels.entrySet());
        }
    }

    /** What is never shown, each sealed with the installation's key. The previous secret is good until its time. */
    public record Secrets(
            @Nullable String current,
            @Nullable String previous,
            @Nullable Instant previousUntil,
            @Nullable String mailPassword) {
        public static final Secrets NONE = new Secrets(null, null, null, null);

        Secrets rotated(String next, Instant oldUntil) {
            return new Secrets(next, current, current == null ? null : oldUntil, mailPassword);
        }

        Secrets withPassword(@Nullable String sealed) {
            return new Secrets(current, previous, previousUntil, sealed);
        }

        @Override
        public String toString() {
            return "Secrets[…]";
        }
    }

    public String name() {
        return naming.name();
    }

    Channel keeping(Secrets newSecrets) {
        return new Channel(id, naming, revision, createdAt, enabled, type, webhook, mail, filter, newSecrets);
    }
}
