package io.atoll.manager.alarm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real HTTPS server that takes what it is told, or answers as it was told to. */
final class WebhookReceiver implements AutoCloseable {
    /** Listed as open in the tests' manager; the rest of the machine is closed to it. */
    static final String ADDRESS = "127.7.7.1";

    private final HttpsServer server;
    private final TestTls tls;
    private final Map<String, Integer> nextAnswers = new ConcurrentHashMap<>();
    final List<Told> told = new CopyOnWriteArrayList<>();

    /** One request. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Told(String path, String id, String timestamp, String signature, String contentType, byte[] body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** By the specification's own words, apart from the code that signed. */
        boolean isSignedWith(String secret) throws Exception {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));
            var wanted = "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
            return List.of(signature.split(" ", -1)).contains(wanted);
        }
    }

    WebhookReceiver() throws Exception {
        tls = TestTls.forAddress(ADDRESS);
        server = HttpsServer.create(new InetSocketAddress(ADDRESS, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "https://%s:%d/atoll?x=1".formatted(ADDRESS, server.getAddress().getPort());
    }

    String caPem() {
        return tls.pem();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers the next request whose query ends so with this status; a 302 leads to this server itself. */
    void answers(String queryEnd, int status) {
        nextAnswers.put(queryEnd, status);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            told.add(new Told(
                    exchange.getRequestURI().toString(),
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("content-type"),
                    exchange.getRequestBody().readAllBytes()));
            var query = exchange.getRequestURI().getQuery();
            var status = query == null ? null : nextAnswers.remove(query.substring(query.lastIndexOf('&') + 1));
            if (status != null && status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
