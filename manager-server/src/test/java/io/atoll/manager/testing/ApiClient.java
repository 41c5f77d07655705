package io.atoll.manager.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small HTTPS client of the API. Immutable; {@link #with} answers another one. */
public final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** The first window of an HTTP/2 connection. */
    private static final int LARGE_BYTES = 65_535;

    private static final HttpClient HTTP = newHttp();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;
    private final Map<String, String> headers;

    ApiClient(int port, @Nullable String token) {
        this(port, token == null ? Map.of() : Map.of("Authorization", "Bearer " + token));
    }

    private ApiClient(int port, Map<String, String> headers) {
        this.port = port;
        this.headers = headers;
    }

    /** What came back. */
    public record Answer(int status, HttpResponse<byte[]> response) {
        Answer(HttpResponse<byte[]> response) {
            this(response.statusCode(), response);
        }

        public String text() {
            return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /** The problem's code, empty when the answer is no problem document. */
        public String code() {
            return header("content-type").startsWith("application/problem+json")
                    ? json().get("code").asString()
                    : "";
        }

        /** A header, empty when it is missing. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return status + " " + text();
        }
    }

    public ApiClient with(String name, String value) {
        var more = new java.util.LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiClient(port, more);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, Map.of());
    }

    public Answer post(String path, Object body) throws IOException, InterruptedException {
        return send("POST", path, JSON.writeValueAsBytes(body), Map.of());
    }

    /** Any bytes as a JSON body. */
    public Answer postRaw(String path, byte[] body) throws IOException, InterruptedException {
        return send("POST", path, body, Map.of());
    }

    public Answer patch(String path, Object body) throws IOException, InterruptedException {
        return send("PATCH", path, JSON.writeValueAsBytes(body), Map.of("If-Match", "*"));
    }

    public Answer put(String path, Object body) throws IOException, InterruptedException {
        return send("PUT", path, JSON.writeValueAsBytes(body), Map.of());
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, null, Map.of("If-Match", "*"));
    }

    public Answer send(String method, String path, byte @Nullable [] body, Map<String, String> defaults)
            throws IOException, InterruptedException {
        var all = new java.util.TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        if (body != null) {
            all.put("Content-Type", "application/json");
        }
        all.putAll(defaults);
        all.putAll(headers);
        var request = request(path, all)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        if (body == null || body.length <= LARGE_BYTES) {
            return new Answer(HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
        // A large body that is refused half-way costs the connection now and then: the two ends count its bytes
        // differently.
        try (var own = newHttp()) {
            return new Answer(own.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
    }

    private static HttpClient newHttp() {
        return HttpClient.newBuilder()
                .sslContext(TrustEverything.context())
                .connectTimeout(TIMEOUT)
                .build();
    }

    /** An answer that does not end, as an event stream is. The caller closes it. */
    public HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Opens a WebSocket; fails with {@code WebSocketHandshakeException} where it is refused. */
    public CompletableFuture<WebSocket> webSocket(
            String path, Map<String, String> more, List<String> protocols, WebSocket.Listener listener) {
        var builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        more.forEach(builder::header);
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        return builder.buildAsync(URI.create("wss://localhost:" + port + path), listener);
    }

    private HttpRequest.Builder request(String path, Map<String, String> all) {
        List<String> pairs = new ArrayList<>();
        all.forEach((name, value) -> pairs.addAll(List.of(name, value)));
        var builder = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .timeout(TIMEOUT);
        return pairs.isEmpty() ? builder : builder.headers(pairs.toArray(String[]::new));
    }
}
