package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.EgressLimits;
import io.atoll.manager.egress.EgressPoster;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request over a socket of its own. The name is resolved once, the answer is judged, and the connection goes to
 * exactly that address: a name server that answers differently the second time is never asked a second time.
 */
final class PinnedHttp {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_LINE_BYTES = 8_192;
    private static final int MOST_HEADERS = 100;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,2000}");

    private final AddressPolicy policy;
    private final NameLookup lookup;
    private final SSLSocketFactory tls;
    private final Clock clock;

    PinnedHttp(AddressPolicy policy, NameLookup lookup, SSLSocketFactory tls, Clock clock) {
        this.policy = policy;
        this.lookup = lookup;
        this.tls = tls;
        this.clock = clock;
    }

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface NameLookup {
        List<InetAddress> addressesOf(String host) throws UnknownHostException;
    }

    /** The head of an answer, and its body as it comes. Closing it closes the connection. */
    record Answer(int status, Map<String, String> headers, HttpBody body, Socket socket) implements AutoCloseable {
        @Nullable
        String header(String lowerCaseName) {
            return headers.get(lowerCaseName);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Asks for {@code url}. The head must have come within the rate period, all of it within the total of {@code limits}. */
    Answer get(TargetUrl url, EgressLimits limits) throws EgressException, IOException {
        return send(url, request(url), tls, limits);
    }

    /** The same, with something to say. */
    Answer post(TargetUrl url, EgressPoster.Request request, SSLSocketFactory trust, EgressLimits limits)
            throws EgressException, IOException {
        var head = new StringBuilder("POST " + url.pathAndQuery() + " HTTP/1.1\r\nHost: " + url.authority()
                + "\r\nUser-Agent: atoll\r\nConnection: close\r\nContent-Length: " + request.body().length);
        request.headers().forEach((name, value) -> head.append("\r\n").append(headerLine(name, value)));
        var out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(request.body());
        return send(url, out.toByteArray(), trust, limits);
    }

    private static String headerLine(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("Header %s has characters that no header may have.".formatted(name));
        }
        return name + ": " + value;
    }

    private Answer send(TargetUrl url, byte[] request, SSLSocketFactory trust, EgressLimits limits)
            throws EgressException, IOException {
        var address = permittedAddress(url.host(), url.port(), policy::permits);
        var socket = connect(url, address, trust, limits.ratePeriod());
        try {
            var start = clock.instant();
            var in = new DeadlineStream(socket.getInputStream(), clock, start.plus(limits.ratePeriod()));
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            var answer = readHead(socket, in);
            in.deadline(start.plus(limits.total()));
            return answer;
        } catch (IOException | EgressException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** A connection to where mail servers listen. */
    Socket connectForMail(String host, int port, Duration readTimeout) throws EgressException, IOException {
        return connect(permittedAddress(host, port, policy::permitsMail), port, readTimeout);
    }

    private InetAddress permittedAddress(String host, int port, BiPredicate<InetAddress, Integer> permits)
            throws EgressException {
        List<InetAddress> addresses;
        try {
            addresses = lookup.addressesOf(host);
        } catch (UnknownHostException _) {
            throw new EgressException(Reason.TRANSFER_FAILED, "The host name %s has no address.".formatted(host));
        }
        // One closed address among open ones is how a name server smuggles; so all must be open.
        for (var address : addresses) {
            if (!permits.test(address, port)) {
                throw new EgressException(
                        Reason.ADDRESS_REFUSED,
                        "%s port %d is closed to URLs. An administrator can open an address range with atoll.egress.allow."
                                .formatted(host, port));
            }
        }
        return addresses.getFirst();
    }

    private static Socket connect(InetAddress address, int port, Duration readTimeout) throws IOException {
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address, port), Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            plain.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
            return plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket connect(TargetUrl url, InetAddress address, SSLSocketFactory trust, Duration readTimeout)
            throws EgressException, IOException {
        var plain = connect(address, url.port(), readTimeout);
        try {
            return url.secure() ? secured(plain, url.host(), url.port(), trust) : plain;
        } catch (SSLException _) {
            plain.close();
            throw new EgressException(
                    Reason.TRANSFER_FAILED, "The certificate of %s cannot be trusted.".formatted(url.host()));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    static Socket secured(Socket plain, String host, int port, SSLSocketFactory trust) throws IOException {
        var socket = (SSLSocket) trust.createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (!host.startsWith("[") && host.chars().anyMatch(Character::isLetter)) {
            parameters.setServerNames(List.of(new SNIHostName(withoutLastDot(host))));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static byte[] request(TargetUrl url) {
        return ("GET " + url.pathAndQuery() + " HTTP/1.1\r\nHost: " + url.authority()
                        + "\r\nUser-Agent: atoll\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Answer readHead(Socket socket, InputStream raw) throws IOException, EgressException {
        var in = new BufferedInputStream(raw, 1 << 16);
        var status = status(line(in));
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw notHttp();
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(status, Map.copyOf(headers), HttpBody.of(headers, in), socket);
    }

    private static int status(String line) throws EgressException {
        if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
            throw notHttp();
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    /** One line without its end; at most {@value #LONGEST_LINE_BYTES} bytes. */
    static String line(InputStream in) throws IOException, EgressException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() >= LONGEST_LINE_BYTES) {
                throw notHttp();
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    static EgressException notHttp() {
        return new EgressException(Reason.TRANSFER_FAILED, "The server's answer is not valid HTTP.");
    }
}
