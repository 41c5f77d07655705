package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.MailSockets;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hands one mail to a mail server (RFC 5321 with STARTTLS and AUTH). Written here, because the connection must go to exactly
 * the address that was judged, which mail libraries do not let one see.
 */
@Component
class MailSender {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TOTAL = Duration.ofSeconds(60);

    private final MailSockets sockets;
    private final ChannelSecrets secrets;
    private final Clock clock;

    MailSender(MailSockets sockets, ChannelSecrets secrets, Clock clock) {
        this.sockets = sockets;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @param newestFirst told in one mail */
    void send(Channel channel, Mail mail, List<Notification> newestFirst) throws EgressException {
        var sealed = channel.secrets().mailPassword();
        var password = sealed == null ? null : secrets.openPassword(channel.id(), sealed);
        var message = MailText.of(mail, newestFirst.getFirst().id(), newestFirst, clock.instant());
        try (var plain = sockets.connect(mail.host(), mail.port(), PATIENCE)) {
            switch (mail.security()) {
                case TLS -> {
                    try (var tls = sockets.secure(plain, mail.host(), mail.port(), mail.caPem())) {
                        var talk = talk(tls);
                        talk.expect(220, "the connection");
                        deliver(talk, hello(talk), mail, password, message);
                    }
                }
                case STARTTLS -> startTls(plain, mail, password, message);
                case NONE -> {
                    if (!plain.getInetAddress().isLoopbackAddress()) {
                        throw new EgressException(
                                Reason.ADDRESS_REFUSED,
                                "Mail without TLS is sent to this machine only, and %s is another. Use STARTTLS or TLS."
                                        .formatted(mail.host()));
                    }
                    var talk = talk(plain);
                    talk.expect(220, "the connection");
                    deliver(talk, hello(talk), mail, password, message);
                }
            }
        } catch (SocketTimeoutException _) {
            throw new EgressException(Reason.LIMIT_REACHED, "%s was silent for too long.".formatted(mail.host()));
        } catch (IOException _) {
            throw new EgressException(Reason.TRANSFER_FAILED, "The connection to %s failed.".formatted(mail.host()));
        }
    }

    private void startTls(Socket plain, Mail mail, @Nullable String password, String message)
            throws IOException, EgressException {
        var before = talk(plain);
        before.expect(220, "the connection");
        if (!hello(before).offers("STARTTLS")) {
            throw new EgressException(
                    Reason.TRANSFER_FAILED,
                    "%s port %d offers no STARTTLS. Set spec.mail.security to TLS if it speaks TLS from the start."
                            .formatted(mail.host(), mail.port()));
        }
        before.say("STARTTLS", 220, "STARTTLS");
        if (before.hasMore()) {
            throw new EgressException(Reason.TRANSFER_FAILED, "The mail server said more before TLS than it may.");
        }
        try (var tls = sockets.secure(plain, mail.host(), mail.port(), mail.caPem())) {
            var talk = talk(tls);
            deliver(talk, hello(talk), mail, password, message);
        }
    }

    private SmtpConversation talk(Socket socket) throws IOException {
        return new SmtpConversation(socket, clock, clock.instant().plus(TOTAL));
    }

    private static SmtpConversation.Answer hello(SmtpConversation talk) throws IOException, EgressException {
        return talk.say("EHLO atoll.invalid", 250, "EHLO");
    }

    private static void deliver(
            SmtpConversation talk, SmtpConversation.Answer offer, Mail mail, @Nullable String password, String message)
            throws IOException, EgressException {
        if (mail.username() != null && password != null) {
            logIn(talk, offer, mail.username(), password);
        }
        talk.say("MAIL FROM:<" + mail.from() + ">", 250, "MAIL FROM");
        for (var recipient : mail.to()) {
            talk.say("RCPT TO:<" + recipient + ">", 200, "RCPT TO");
        }
        talk.say("DATA", 354, "DATA");
        talk.send(message.replace("\r\n.", "\r\n..") + ".\r\n");
        talk.expect(250, "the message");
        talk.send("QUIT\r\n");
    }

    private static void logIn(SmtpConversation talk, SmtpConversation.Answer offer, String user, String password)
            throws IOException, EgressException {
        if (offer.offersAuth("PLAIN")) {
            talk.say("AUTH PLAIN " + base64("\0" + user + "\0" + password), 235, "AUTH");
        } else if (offer.offersAuth("LOGIN")) {
            talk.say("AUTH LOGIN", 334, "AUTH");
            talk.say(base64(user), 334, "AUTH");
            talk.say(base64(password), 235, "AUTH");
        } else {
            throw new EgressException(
                    Reason.TRANSFER_FAILED, "The mail server offers neither AUTH PLAIN nor AUTH LOGIN.");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
