package io.atoll.manager.cluster.internal;

import io.atoll.manager.cluster.LeaderRelay;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.Managers;
import io.atoll.manager.pki.PeerCheck;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.springframework.stereotype.Component;

/**
 * Calls the leader's own public API. The leader is known by its key: all managers of an installation show the same one, and
 * only they have it. The credentials that are passed on are the caller's, so the leader decides as if it had been asked itself.
 */
@Component
class HttpsLeaderRelay implements LeaderRelay {
    /** Says that a manager has handed the request on: never twice, whatever the managers believe of each other. */
    static final String HANDED_ON = "X-Atoll-Handed-On";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final List<String> ASKED = List.of("Content-Type", "Authorization", "Cookie", "X-Atoll-Csrf");
    private static final List<String> ANSWERED = List.of("Content-Type", "Location", "ETag", "Retry-After");

    private final Leadership leadership;
    private final Managers managers;
    private final HttpClient client;

    HttpsLeaderRelay(Leadership leadership, Managers managers, Pki pki) {
        this.leadership = leadership;
        this.managers = managers;
        this.client = HttpClient.newBuilder()
                .sslContext(trusting(pki))
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public boolean applies() {
        return !leadership.isLeader();
    }

    @Override
    public void relay(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader(HANDED_ON) != null) {
            throw new AtollException(
                    ErrorCode.NOT_READY,
                    "The leader changes just now: the request was handed on to a manager that does not lead.",
                    Hint.of("Send it again in a few seconds."));
        }
        long length = request.getContentLengthLong();
        if (length < 0) {
            throw new AtollException(ErrorCode.BAD_REQUEST, "A body must say its size in the Content-Length header.");
        }
        var answer = ask(request, leader(), length);
        response.setStatus(answer.statusCode());
        ANSWERED.forEach(name -> answer.headers().firstValue(name).ifPresent(value -> response.setHeader(name, value)));
        response.getOutputStream().write(answer.body());
    }

    private HttpResponse<byte[]> ask(HttpServletRequest request, String leader, long length) {
        try {
            return client.send(handedOn(request, leader, length), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AtollException(
                    ErrorCode.NOT_READY,
                    "The leader at %s did not take the request: %s.".formatted(leader, reason(e)),
                    Hint.of("Send it again; GET /api/v1/managers shows which manager leads."));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AtollException(ErrorCode.NOT_READY, "This manager stops.");
        }
    }

    private String leader() {
        return managers.list().stream()
                .filter(Managers.Manager::leader)
                .map(Managers.Manager::address)
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorCode.NOT_READY,
                        "No manager leads just now, and only the leader can do this.",
                        Hint.of("Send it again in a few seconds.")));
    }

    private static HttpRequest handedOn(HttpServletRequest request, String leader, long length) {
        String query = request.getQueryString();
        var target = URI.create("https://" + leader + request.getRequestURI() + (query == null ? "" : "?" + query));
        var body = length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> body(request)), length);
        var builder = HttpRequest.newBuilder(target).method(request.getMethod(), body);
        for (String name : ASKED) {
            String value = request.getHeader(name);
            if (value != null) {
                builder.header(name, value);
            }
        }
        return builder.header(HANDED_ON, "1").build();
    }

    private static InputStream body(HttpServletRequest request) {
        try {
            return request.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static SSLContext trusting(Pki pki) {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {pki.trustManager(webServer(pki))}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform speaks TLS 1.3.", e);
        }
    }

    /** The key all managers' web servers share; a host's certificate has another. */
    private static PeerCheck webServer(Pki pki) {
        return certificate -> {
            try {
                var pin = MessageDigest.getInstance("SHA-256")
                        .digest(certificate.getPublicKey().getEncoded());
                if (!Base64.getEncoder().encodeToString(pin).equals(pki.webKeyPinSha256())) {
                    throw new CertificateException("The server's key is not that of a manager of this installation.");
                }
            } catch (GeneralSecurityException e) {
                throw e instanceof CertificateException known ? known : new CertificateException(e);
            }
        };
    }
}
