package io.atoll.manager.alarm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;

/** A real mail server, as far as taking mail goes: greeting, STARTTLS, AUTH PLAIN, recipients, data. */
final class MailReceiver implements AutoCloseable {
    private final ServerSocket server;
    private final TestTls tls;
    final List<Received> mails = new CopyOnWriteArrayList<>();
    /** Commands as they came, over all connections. */
    final List<String> commands = new CopyOnWriteArrayList<>();

    volatile boolean refusesRecipients;

    /** One mail with its envelope. */
    record Received(boolean secure, String login, String from, List<String> to, List<String> lines) {
        List<String> headers() {
            return lines.subList(0, lines.indexOf(""));
        }

        String body() {
            var encoded = String.join("", lines.subList(lines.indexOf("") + 1, lines.size()));
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        }

        String subject() {
            var text = new StringBuilder();
            var headers = headers();
            for (int i = 0; i < headers.size(); i++) {
                if (headers.get(i).startsWith("Subject: ")) {
                    append(headers.get(i).substring(9), text);
                    while (i + 1 < headers.size() && headers.get(i + 1).startsWith(" ")) {
                        append(headers.get(++i).strip(), text);
                    }
                }
            }
            return text.toString();
        }

        private static void append(String word, StringBuilder text) {
            var inside = word.substring("=?UTF-8?B?".length(), word.length() - 2);
            text.append(new String(Base64.getDecoder().decode(inside), StandardCharsets.UTF_8));
        }
    }

    MailReceiver() throws Exception {
        tls = TestTls.forAddress(WebhookReceiver.ADDRESS);
        server = new ServerSocket(0, 50, InetAddress.ofLiteral(WebhookReceiver.ADDRESS));
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    String caPem() {
        return tls.pem();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            say(socket.getOutputStream(), "220 mail.test ESMTP");
            new Session().run(socket);
        } catch (IOException _) {
            // The client has gone.
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** One connection. */
    private final class Session {
        private boolean secure;
        private String login = "";
        private String from = "";
        private final List<String> to = new ArrayList<>();

        void run(Socket socket) throws IOException {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = socket.getOutputStream();
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                if (line.equals("STARTTLS")) {
                    say(out, "220 go ahead");
                    var wrapped = (SSLSocket) tls.context().getSocketFactory().createSocket(socket, null, true);
                    wrapped.setUseClientMode(false);
                    secure = true;
                    run(wrapped);
                    return;
                }
                answer(line, in, out);
            }
        }

        private void answer(String line, BufferedReader in, OutputStream out) throws IOException {
            if (line.startsWith("EHLO ")) {
                say(out, "250-mail.test");
                say(out, secure ? "250-AUTH PLAIN LOGIN" : "250-STARTTLS");
                say(out, "250 8BITMIME");
            } else if (line.startsWith("AUTH PLAIN ")) {
                login = new String(Base64.getDecoder().decode(line.substring(11)), StandardCharsets.UTF_8);
                say(out, "235 welcome");
            } else if (line.startsWith("MAIL FROM:")) {
                from = line.substring(10);
                say(out, "250 ok");
            } else if (line.startsWith("RCPT TO:")) {
                to.add(line.substring(8));
                say(out, refusesRecipients ? "550 no such user here" : "250 ok");
            } else if (line.equals("DATA")) {
                say(out, "354 go ahead");
                take(in);
                say(out, "250 taken");
            } else {
                say(out, line.equals("QUIT") ? "221 bye" : "500 what?");
            }
        }

        private void take(BufferedReader in) throws IOException {
            var lines = new ArrayList<String>();
            for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                lines.add(line.startsWith(".") ? line.substring(1) : line);
            }
            mails.add(new Received(secure, login, from, List.copyOf(to), List.copyOf(lines)));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
