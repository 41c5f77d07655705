package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.AlarmChange;
import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.notify.Channel.Filter;
import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.alarm.internal.notify.Channel.MailSecurity;
import io.atoll.manager.alarm.internal.notify.Channel.Webhook;
import io.atoll.manager.api.InputCheck;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client may say of a channel. Each part is replaced as a whole; what is missing stays. */
public record ChannelDraft(
        @Nullable Boolean enabled,
        @Nullable WebhookDraft webhook,
        @Nullable MailDraft mail,
        @Nullable FilterDraft filter) {
    /** RFC 5321 without quoting, in ASCII: nothing in it can end a line or a command. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,32}(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,32}){0,4}"
                    + "@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,8}");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,8}");
    private static final int MOST_RECIPIENTS = 20;
    private static final int LONGEST_PEM_CHARS = 65_536;
    private static final int LONGEST_SECRET_CHARS = 256;

    /** Where to POST. */
    public record WebhookDraft(
            @Nullable String url, @Nullable String caPem) {
        Webhook checked(InputCheck check) {
            return new Webhook(check.present("spec.webhook.url", url, ""), pem("spec.webhook.caPem", caPem, check));
        }
    }

    /** Where to send mail. {@code password} is taken and never shown; missing, it stays. */
    public record MailDraft(
            @Nullable String host,
            @Nullable Integer port,

            @Schema(implementation = MailSecurity.class) @Nullable
            String security,

            @Nullable String username,
            @Nullable String password,
            @Nullable String from,
            @Nullable List<@Nullable String> to,
            @Nullable String caPem) {
        Mail checked(InputCheck check) {
            var server = check.present("spec.mail.host", host, "localhost");
            check.require(
                    HOST.matcher(server).matches(),
                    "spec.mail.host",
                    "spec.mail.host must be a host name in ASCII or an IPv4 address.");
            var how = check.choice("spec.mail.security", security, MailSecurity.class, MailSecurity.STARTTLS);
            var usual = switch (how) {
                case STARTTLS -> 587;
                case TLS -> 465;
                case NONE -> 25;
            };
            var recipients = to == null ? List.<@Nullable String>of() : to;
            check.require(
                    !recipients.isEmpty() && recipients.size() <= MOST_RECIPIENTS,
                    "spec.mail.to",
                    "spec.mail.to must have 1 to %d addresses.".formatted(MOST_RECIPIENTS));
            var user = username == null ? null : check.text("spec.mail.username", username, LONGEST_SECRET_CHARS);
            check.require(
                    password == null || (user != null && password.length() <= LONGEST_SECRET_CHARS),
                    "spec.mail.password",
                    "spec.mail.password has at most %d characters and needs spec.mail.username."
                            .formatted(LONGEST_SECRET_CHARS));
            return new Mail(
                    server,
                    check.range("spec.mail.port", port == null ? usual : port, 1, 65_535),
                    how,
                    user,
                    address("spec.mail.from", from, check),
                    recipients.stream()
                            .limit(MOST_RECIPIENTS)
                            .map(one -> address("spec.mail.to", one, check))
                            .toList(),
                    pem("spec.mail.caPem", caPem, check));
        }

        @Override
        public String toString() {
            return "MailDraft[host=%s]".formatted(host);
        }
    }

    /** Which news. */
    public record FilterDraft(
            @Schema(implementation = AlarmSeverity.class) @Nullable
            String leastSeverity,

            @Nullable List<@Nullable String> changes,
            @Nullable List<@Nullable String> objectKinds,
            @Nullable String clusterId,
            @Nullable Map<String, @Nullable String> labels) {
        Filter checked(InputCheck check) {
            return new Filter(
                    check.choice(
                            "spec.filter.leastSeverity", leastSeverity, AlarmSeverity.class, AlarmSeverity.WARNING),
                    changes == null
                            ? Filter.EVERYTHING.changes()
                            : choices("spec.filter.changes", changes, AlarmChange.class, AlarmChange.RAISED, check),
                    objectKinds == null
                            ? List.of()
                            : choices(
                                    "spec.filter.objectKinds",
                                    objectKinds,
                                    AlarmObjectKind.class,
                                    AlarmObjectKind.HOST,
                                    check),
                    check.<UUID>optionalId("spec.filter.clusterId", clusterId, id -> id),
                    new TreeMap<>(check.labels("spec.filter.labels", labels)));
        }

        private static <E extends Enum<E>> List<E> choices(
                String field, List<@Nullable String> names, Class<E> type, E standIn, InputCheck check) {
            var most = type.getEnumConstants().length;
            check.require(
                    names.size() <= most,
                    field,
                    "%s has %d values; there are %d.".formatted(field, names.size(), most));
            return names.stream()
                    .limit(most)
                    .map(name -> check.choice(field, name == null ? "" : name, type, standIn))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static String address(String field, @Nullable String text, InputCheck check) {
        var address = text == null ? "" : text;
        check.require(
                ADDRESS.matcher(address).matches(),
                field,
                "%s must be a plain mail address in ASCII, such as ops@example.org.".formatted(field));
        return address;
    }

    private static @Nullable String pem(String field, @Nullable String text, InputCheck check) {
        check.require(
                text == null || text.length() <= LONGEST_PEM_CHARS,
                field,
                "%s has more than %d characters.".formatted(field, LONGEST_PEM_CHARS));
        return text;
    }
}
