package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.alarm.internal.view.AlarmView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A mail (RFC 5322) about one or many news. Whatever names and texts hold, it reaches the mail as Base64 only: the subject in
 * encoded words (RFC 2047), the body as one encoded part. So nothing in a name can be a header, an address or an end.
 */
final class MailText {
    static final int MOST_LISTED = 50;

    private static final String LINE = "\r\n";
    private static final int LONGEST_SUBJECT_CHARS = 120;
    /** An encoded word has 75 characters at most: 12 around it, so 45 bytes in Base64. */
    private static final int WORD_BYTES = 45;

    private static final int BODY_LINE_CHARS = 76;

    private MailText() {}

    /**
     * The whole message.
     *
     * @param newestFirst the news; of more than {@link #MOST_LISTED} the older ones are only counted
     */
    static String of(Mail mail, UUID id, List<Notification> newestFirst, Instant now) {
        return String.join(
                LINE,
                "From: Atoll <" + mail.from() + ">",
                "To: " + String.join("," + LINE + " ", mail.to()),
                "Subject: " + encodedWords(subject(newestFirst)),
                "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)),
                "Message-ID: <" + id + "@atoll.invalid>",
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder(BODY_LINE_CHARS, LINE.getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(body(newestFirst).getBytes(StandardCharsets.UTF_8)),
                "");
    }

    static String subject(List<Notification> news) {
        var newest = news.getFirst().content();
        var alarm = newest.alarm();
        if (news.size() > 1) {
            var critical = news.stream()
                    .map(one -> one.content().alarm())
                    .filter(one -> one != null && one.severity() == AlarmSeverity.CRITICAL)
                    .count();
            return "[Atoll] %d alarm news, %d of them critical".formatted(news.size(), critical);
        }
        return alarm == null
                ? "[Atoll] Test of a notification channel"
                : plain("[Atoll] %s %s: %s %s, %s"
                        .formatted(
                                alarm.severity(),
                                newest.change().toLowerCase(Locale.ROOT),
                                alarm.objectKind().name().toLowerCase(Locale.ROOT),
                                alarm.objectName(),
                                alarm.definitionName()));
    }

    static String body(List<Notification> news) {
        var text = new StringBuilder();
        for (var one : news.subList(0, Math.min(MOST_LISTED, news.size()))) {
            var alarm = one.content().alarm();
            if (alarm == null) {
                text.append(one.createdAt()).append("  This is a test: the channel works.\n\n");
            } else {
                entry(one, alarm, text);
            }
        }
        if (news.size() > MOST_LISTED) {
            text.append("And %d older ones, in the list of alarms.\n".formatted(news.size() - MOST_LISTED));
        }
        return text.toString();
    }

    private static void entry(Notification one, AlarmView alarm, StringBuilder text) {
        text.append(one.createdAt())
                .append("  ")
                .append(alarm.severity())
                .append(' ')
                .append(one.content().change())
                .append('\n')
                .append(plain(alarm.detail()))
                .append('\n')
                .append(plain("%s %s (%s), definition %s, raised %s"
                        .formatted(
                                alarm.objectKind(),
                                alarm.objectName(),
                                alarm.objectId(),
                                alarm.definitionName(),
                                alarm.raisedAt())))
                .append('\n');
        if (alarm.acknowledgement() != null) {
            text.append(plain("acknowledged by %s: %s"
                            .formatted(
                                    alarm.acknowledgement().by(),
                                    alarm.acknowledgement().note())))
                    .append('\n');
        }
        if (alarm.clearing() != null) {
            text.append("cleared: ").append(alarm.clearing().cause()).append('\n');
        }
        text.append('\n');
    }

    /** On one line, and without what an editor or a terminal would take for a command. */
    private static String plain(String text) {
        return text.replaceAll("\\p{C}|\\p{Zl}|\\p{Zp}", "?");
    }

    /** Cut between characters, because a word must not end within one. */
    static String encodedWords(String subject) {
        var words = new StringBuilder();
        var chunk = new StringBuilder();
        int[] points = subject.codePoints().limit(LONGEST_SUBJECT_CHARS).toArray();
        for (int point : points) {
            var next = Character.toString(point);
            if ((chunk + next).getBytes(StandardCharsets.UTF_8).length > WORD_BYTES) {
                words.append(encodedWord(chunk)).append(LINE).append(' ');
                chunk.setLength(0);
            }
            chunk.append(next);
        }
        return words.append(encodedWord(chunk)).toString();
    }

    private static String encodedWord(CharSequence text) {
        return "=?UTF-8?B?%s?="
                .formatted(Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
