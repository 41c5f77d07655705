package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines to and from one mail server (RFC 5321), each answer within the deadline and of bounded length. */
final class SmtpConversation {
    private static final int LONGEST_LINE_BYTES = 2_000;
    private static final int MOST_LINES = 100;

    private final Socket socket;
    private final InputStream in;
    private final Clock clock;
    private final Instant deadline;

    SmtpConversation(Socket socket, Clock clock, Instant deadline) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.clock = clock;
        this.deadline = deadline;
    }

    /** The lines of an answer without their codes. */
    record Answer(int code, List<String> lines) {
        boolean offers(String keyword) {
            return lines.stream().anyMatch(line -> line.equalsIgnoreCase(keyword) || startsWith(line, keyword + " "));
        }

        /** The methods of a line such as {@code AUTH PLAIN LOGIN}. */
        boolean offersAuth(String method) {
            return lines.stream()
                    .filter(line -> startsWith(line, "AUTH ") || startsWith(line, "AUTH="))
                    .flatMap(line -> List.of(line.substring(5).split(" ", -1)).stream())
                    .anyMatch(method::equalsIgnoreCase);
        }

        private static boolean startsWith(String line, String start) {
            return line.regionMatches(true, 0, start, 0, start.length());
        }
    }

    /**
     * Says a line and wants an answer of this kind.
     *
     * @param shown what is said in a failure's message, so that no password is
     */
    Answer say(String line, int wanted, String shown) throws IOException, EgressException {
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("A command is one line.");
        }
        send(line + "\r\n");
        return expect(wanted, shown);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    Answer expect(int wanted, String shown) throws IOException, EgressException {
        var answer = read();
        if (answer.code / 100 != wanted / 100 || (wanted % 100 != 0 && answer.code != wanted)) {
            throw new EgressException(
                    Reason.TRANSFER_FAILED,
                    "The mail server answered %d to %s: %s"
                            .formatted(answer.code, shown, printable(answer.lines.getFirst())));
        }
        return answer;
    }

    /** Whether the server said more than it was asked for: before TLS that may be an attacker's text. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    private Answer read() throws IOException, EgressException {
        var lines = new ArrayList<String>();
        while (lines.size() < MOST_LINES) {
            var line = line();
            if (line == null || !line.matches("[2-5]\\d\\d([ -].*)?")) {
                throw new EgressException(Reason.TRANSFER_FAILED, "What answers there is no mail server.");
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new Answer(Integer.parseInt(line.substring(0, 3)), lines);
            }
        }
        throw new EgressException(Reason.LIMIT_REACHED, "The mail server's answer has no end.");
    }

    private @Nullable String line() throws IOException, EgressException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (line.length() >= LONGEST_LINE_BYTES) {
                throw new EgressException(Reason.LIMIT_REACHED, "A line of the mail server has no end.");
            }
            if (clock.instant().isAfter(deadline)) {
                throw new SocketTimeoutException("deadline");
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private static String printable(String text) {
        var clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 200 ? clean.substring(0, 200) : clean;
    }
}
