package io.atoll.agent.enrol;

import io.atoll.agent.identity.JoinToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Sends the one request a host makes before it has a certificate. */
final class ManagerClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ANSWER_LIMIT_BYTES = 1 << 20;

    /** Fields a newer manager adds are not this agent's business; the ones it needs are checked one by one. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final URI manager;
    private final JoinToken token;

    ManagerClient(URI manager, JoinToken token) {
        this.manager = manager;
        this.token = token;
    }

    EnrolmentMessages.Response enrol(EnrolmentMessages.Request request) throws EnrolmentRefusedException {
        try (var client = client()) {
            var body = HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request));
            var call = HttpRequest.newBuilder(manager.resolve("/api/v1/enrolments"))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, application/problem+json")
                    .POST(body)
                    .build();
            var response = client.send(call, HttpResponse.BodyHandlers.ofInputStream());
            var text = read(response.body());
            if (response.statusCode() != 201) {
                throw EnrolmentFailures.fromAnswer(response.statusCode(), problem(text));
            }
            return JSON.readValue(text, EnrolmentMessages.Response.class);
        } catch (JacksonException e) {
            throw new EnrolmentRefusedException(
                    "%s answered with something that is not an enrolment: %s"
                            .formatted(manager, e.getOriginalMessage()),
                    "Check that the URL is the Atoll manager's own and not a proxy's.",
                    e);
        } catch (IOException e) {
            throw EnrolmentFailures.fromConnection(manager, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnrolmentRefusedException("The enrolment was interrupted.", "Run it again.", e);
        }
    }

    private HttpClient client() throws EnrolmentRefusedException {
        try {
            var context = SSLContext.getInstance("TLS");
            var trust = new PinnedTrustManager(token.caFingerprintSha256());
            context.init(null, new TrustManager[] {trust}, null);
            var parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .sslParameters(parameters)
                    .connectTimeout(Duration.ofSeconds(10))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new EnrolmentRefusedException(
                    "This Java has no usable TLS.", "Use the Java runtime that comes with the agent.", e);
        }
    }

    private static String read(InputStream body) throws IOException {
        try (body) {
            return new String(body.readNBytes(ANSWER_LIMIT_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static EnrolmentMessages.Problem problem(String text) {
        try {
            return JSON.readValue(text, EnrolmentMessages.Problem.class);
        } catch (JacksonException e) {
            return new EnrolmentMessages.Problem(null, null, null);
        }
    }
}
