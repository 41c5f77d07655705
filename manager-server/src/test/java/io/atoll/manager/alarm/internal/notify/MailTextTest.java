package io.atoll.manager.alarm.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.AlarmState;
import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.alarm.internal.notify.Channel.MailSecurity;
import io.atoll.manager.alarm.internal.notify.Notification.Content;
import io.atoll.manager.alarm.internal.view.AlarmView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a name holds, a mail has the headers it was given, and the name's text in its subject and body only. */
class MailTextTest {
    private static final UUID ID = new UUID(1, 2);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Mail MAIL = new Mail(
            "mail.example", 587, MailSecurity.STARTTLS, null, "atoll@example.org", List.of("a@x.org", "b@x.org"), null);
    private static final List<String> HEADERS = List.of(
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding");

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                Arbitraries.strings()
                        .withChars("\r\n.: <>=?\u2028\u0000\u001b\t")
                        .ofMaxLength(50),
                Arbitraries.of(
                        "x\r\nBcc: evil@example.org",
                        "x\n.\r\nMAIL FROM:<evil@example.org>",
                        "\r\n\r\n<html>",
                        "=?UTF-8?B?eA==?=",
                        "名字".repeat(40),
                        "👩‍💻".repeat(20)));
    }

    @Property
    void noNameMakesAHeaderAnAddressOrAnEnd(@ForAll("hostile") String name, @ForAll("hostile") String detail) {
        var message = MailText.of(MAIL, ID, List.of(news(name, detail)), NOW);
        assertThat(message).matches("(?s)[\\x20-\\x7e\r\n]*");
        var lines = message.split("\r\n", -1);
        var headers = new ArrayList<String>();
        int at = 0;
        for (; !lines[at].isEmpty(); at++) {
            assertThat(lines[at]).hasSizeLessThanOrEqualTo(998).doesNotContain("\r", "\n");
            if (!lines[at].startsWith(" ")) {
                headers.add(lines[at].substring(0, lines[at].indexOf(':')));
            }
        }
        assertThat(headers).isEqualTo(HEADERS);
        var body = Arrays.stream(lines, at + 1, lines.length).collect(Collectors.toList());
        assertThat(body).allMatch(line -> line.matches("[A-Za-z0-9+/=]{0,76}"));
        assertThat(new String(Base64.getDecoder().decode(String.join("", body)), StandardCharsets.UTF_8))
                .startsWith("2026-03-01T10:00:00Z  CRITICAL RAISED\n")
                .doesNotContain("\r", "\u001b", "\u0000", "\u2028");
    }

    @Property
    void aSubjectIsWordsThatAreWholeAndShortEnough(@ForAll("hostile") String subject) {
        var words = MailText.encodedWords(subject).split("\r\n ", -1);
        var text = new StringBuilder();
        for (var word : words) {
            assertThat(word).hasSizeLessThanOrEqualTo(75).matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]*\\?=");
            var bytes = Base64.getDecoder().decode(word.substring(10, word.length() - 2));
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
        var kept = subject.codePoints()
                .limit(120)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        var readable = new String(kept.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(text).hasToString(readable);
    }

    @Example
    void aBurstIsOneMailWithTheNewestFirstAndTheRestCounted() {
        var news = new ArrayList<Notification>();
        for (int i = 0; i < 60; i++) {
            news.add(news("vm-" + i, "detail " + i));
        }
        assertThat(MailText.subject(news)).isEqualTo("[Atoll] 60 alarm news, 60 of them critical");
        assertThat(MailText.body(news))
                .contains("detail 0\n", "detail 49\n", "And 10 older ones")
                .doesNotContain("detail 50\n");
    }

    private static Notification news(String name, String detail) {
        var alarm = new AlarmView(
                ID,
                0,
                AlarmState.RAISED,
                AlarmSeverity.CRITICAL,
                AlarmSeverity.CRITICAL,
                ID,
                name,
                AlarmObjectKind.VM,
                ID,
                name,
                new TreeMap<>(),
                null,
                "STATE",
                new TreeMap<>(),
                detail,
                null,
                null,
                "",
                NOW,
                NOW,
                null,
                false,
                null,
                null,
                List.of());
        return new Notification(ID, ID, new Content("RAISED", alarm), NOW, 0);
    }
}
