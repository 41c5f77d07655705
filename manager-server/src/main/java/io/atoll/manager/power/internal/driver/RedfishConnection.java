package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.problem.ErrorCode;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One conversation with a Redfish controller, over TLS only. Goes where the controller's own answers point only below
 * {@code /redfish/v1/} of the same controller, follows no redirect, and reads no more than {@link #MOST_BYTES} of an answer.
 */
final class RedfishConnection implements AutoCloseable {
    static final int MOST_BYTES = 1_048_576;
    static final String SESSIONS = "/redfish/v1/SessionService/Sessions";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PATH = Pattern.compile("/redfish/v1(/[A-Za-z0-9._~:@!$&'()*+,;=%-]+)*/?");
    private static final int LONGEST_PATH_CHARS = 512;

    private final Redfish settings;
    private final String label;
    private final String origin;
    private final Duration limit;
    private final VouchedTrust trust;
    private final HttpClient http;
    private @Nullable String token;
    private @Nullable String sessionPath;

    RedfishConnection(Redfish settings, InetAddress address, Duration limit, String label) {
        this.settings = settings;
        this.label = Words.first(label);
        this.limit = limit;
        var literal = address.getHostAddress();
        this.origin = "https://%s:%d"
                .formatted(
                        literal.contains(":") ? "[" + literal + "]" : literal,
                        settings.endpoint().port());
        this.trust = new VouchedTrust(settings.trust(), settings.endpoint().host());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .sslContext(context(trust))
                .build();
    }

    private static SSLContext context(VouchedTrust trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has TLS.", e);
        }
    }

    /** An answer that is no refusal to talk; the body of one that is not 2xx is in it as it came. */
    record Answer(int status, HttpHeaders headers, String body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** Logs in, where the settings want a session and not the password with every request. */
    void open() throws PowerException {
        if (!settings.session()) {
            return;
        }
        var login = settings.login();
        var answer = send("POST", SESSIONS, Map.of("UserName", login.user(), "Password", login.password()));
        if (answer.status() == 400) {
            throw loginRefused(400);
        }
        require(answer, SESSIONS);
        token = answer.headers()
                .firstValue("X-Auth-Token")
                .orElseThrow(() -> unreadable("It opened a session without a token."));
        sessionPath = answer.headers().firstValue("Location").map(this::ownPath).orElse(null);
    }

    JsonNode get(String path) throws PowerException {
        var answer = send("GET", path, null);
        require(answer, path);
        return json(answer);
    }

    Answer post(String path, Map<String, String> body) throws PowerException {
        return send("POST", path, body);
    }

    JsonNode json(Answer answer) throws PowerException {
        try {
            var json = JSON.readTree(answer.body());
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // told below, with what came
        }
        throw unreadable("It answered with no JSON object, but: " + Words.printable(answer.body()));
    }

    /** A path the controller named: below its own tree, or the conversation ends. */
    String checked(JsonNode path) throws PowerException {
        var text = path.isString() ? path.asString() : "";
        if (!isOwn(text)) {
            throw unreadable("It points to a place that is none of Redfish: " + Words.printable(text));
        }
        return text;
    }

    /** The path of an address the controller gave, null where it leads elsewhere. */
    @Nullable
    String ownPath(String location) {
        var path = location.startsWith(origin) ? location.substring(origin.length()) : location;
        return isOwn(path) ? path : null;
    }

    static boolean isOwn(String path) {
        return path.length() <= LONGEST_PATH_CHARS && PATH.matcher(path).matches() && !path.contains("/..");
    }

    private void require(Answer answer, String path) throws PowerException {
        if (!answer.isSuccess()) {
            throw new PowerException(
                    ErrorCode.POWER_ANSWER_UNREADABLE,
                    "%s answered %s with status %d%s.".formatted(label, path, answer.status(), words(answer)),
                    "Check that the address is the controller's and that Redfish is switched on there.");
        }
    }

    /** What the controller gave as its reason, in parentheses; empty where it gave none. */
    String words(Answer answer) {
        try {
            var error = JSON.readTree(answer.body()).path("error");
            var first = error.path("@Message.ExtendedInfo").path(0).path("Message");
            var message = first.isString() ? first : error.path("message");
            return message.isString() ? " (" + Words.printable(message.asString()) + ")" : "";
        } catch (JacksonException _) {
            return "";
        }
    }

    private Answer send(String method, String path, @Nullable Map<String, String> body) throws PowerException {
        var request = HttpRequest.newBuilder(URI.create(origin + path)).header("Accept", "application/json");
        if (token != null) {
            request.header("X-Auth-Token", token);
        } else if (!path.equals(SESSIONS)) {
            request.header("Authorization", basic());
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        }
        var answer = exchange(request.build(), path);
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw loginRefused(answer.statusCode());
        }
        if (answer.statusCode() / 100 == 3) {
            throw unreadable("It redirects %s elsewhere (%s), which is not followed."
                    .formatted(
                            path,
                            Words.printable(
                                    answer.headers().firstValue("Location").orElse(""))));
        }
        return new Answer(answer.statusCode(), answer.headers(), new String(answer.body(), StandardCharsets.UTF_8));
    }

    private String basic() {
        var login = settings.login();
        var pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** The limit is for all of it, however slowly the bytes come. */
    private HttpResponse<byte[]> exchange(HttpRequest request, String path) throws PowerException {
        var exchange = http.sendAsync(request, _ -> new BoundedBody(MOST_BYTES));
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            exchange.cancel(true);
            throw new PowerException(
                    ErrorCode.POWER_UNREACHABLE,
                    "%s gave no complete answer to %s within %d ms.".formatted(label, path, limit.toMillis()),
                    "Check the controller's network, and that it is not stuck.");
        } catch (InterruptedException _) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new PowerException(
                    ErrorCode.POWER_UNREACHABLE, "The manager stopped waiting for " + label + ".", "Try again.");
        } catch (ExecutionException e) {
            throw explain(e.getCause() == null ? e : e.getCause(), path);
        }
    }

    private PowerException explain(Throwable cause, String path) {
        if (cause instanceof BoundedBody.TooLargeException) {
            return unreadable("Its answer to %s is larger than %d bytes.".formatted(path, MOST_BYTES));
        }
        if (trust.refusal() != null) {
            return new PowerException(
                    ErrorCode.POWER_CERTIFICATE_REFUSED,
                    "%s shows the certificate with the SHA-256 fingerprint %s, which is not trusted: %s. No password was sent."
                            .formatted(label, trust.shownSha256(), Words.printable(String.valueOf(trust.refusal()))),
                    "Compare the fingerprint with the one at the controller itself, and set certificateSha256 to it.");
        }
        return new PowerException(
                ErrorCode.POWER_UNREACHABLE,
                "%s cannot be talked to: %s.".formatted(label, Words.printable(String.valueOf(cause.getMessage()))),
                "Check address and port, and that the controller is on and serves Redfish.");
    }

    private PowerException loginRefused(int status) {
        return new PowerException(
                ErrorCode.POWER_CREDENTIALS_REFUSED,
                "%s does not accept user %s with this password (status %d)."
                        .formatted(label, settings.login().user(), status),
                "Check user and password, and that the user has the role Operator or Administrator there.");
    }

    PowerException unreadable(String what) {
        return new PowerException(
                ErrorCode.POWER_ANSWER_UNREADABLE,
                label + " cannot be understood. " + what,
                "Check that the address is the controller's; maybe it needs a reset or newer firmware.");
    }

    /** Ends the session at the controller, which has room for few; its failure hides nothing that was said before. */
    @Override
    public void close() {
        try {
            if (sessionPath != null) {
                send("DELETE", sessionPath, null);
            }
        } catch (PowerException _) {
            // It ends by itself.
        } finally {
            http.shutdownNow();
        }
    }
}
