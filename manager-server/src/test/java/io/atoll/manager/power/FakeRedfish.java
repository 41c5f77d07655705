package io.atoll.manager.power;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A Redfish controller with one system, honest until a test gives a path another answer. */
public final class FakeRedfish implements AutoCloseable {
    public static final String USER = "operator";
    public static final String PASSWORD = "c0rrect horse";
    public static final String SYSTEMS = "/redfish/v1/Systems";
    public static final String SYSTEM = SYSTEMS + "/1";
    public static final String RESET = SYSTEM + "/Actions/ComputerSystem.Reset";
    public static final String CHASSIS = "/redfish/v1/Chassis/1";
    public static final String METRICS = CHASSIS + "/EnvironmentMetrics";
    public static final String POWER = CHASSIS + "/Power";
    public static final String SESSIONS = "/redfish/v1/SessionService/Sessions";

    /** What it says that the host draws. */
    public static final int WATTS = 187;

    private static final String TOKEN = "t0ken";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> scripted = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final TestCertificates certificates;
    private final HttpsServer server;
    private volatile String state = "On";
    private volatile Consumer<String> onReset = this::obey;

    public FakeRedfish(TestCertificates certificates) throws Exception {
        this.certificates = certificates;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(certificates.context()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static FakeRedfish onLoopback() throws Exception {
        return new FakeRedfish(TestCertificates.forAddress("127.0.0.1"));
    }

    /** Answers one request itself. */
    @FunctionalInterface
    public interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public TestCertificates certificates() {
        return certificates;
    }

    /** What it says of the power from now on. */
    public void says(String powerState) {
        state = powerState;
    }

    /** What it does about a reset, in place of obeying. */
    public void onReset(Consumer<String> reaction) {
        onReset = reaction;
    }

    /** Does what was asked. */
    public void obey(String type) {
        state = type.equals("On") ? "On" : "Off";
    }

    /** From now on the path is answered like this. */
    public void at(String path, Handler handler) {
        scripted.put(path, handler);
    }

    public void at(String path, int status, String body) {
        at(path, exchange -> send(exchange, status, body));
    }

    public void isHonest() {
        scripted.clear();
        onReset = this::obey;
    }

    /** Method and path of every request that came, with {@code basic} or {@code token} before it. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var basic = exchange.getRequestHeaders().getFirst("Authorization");
            var token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
            var how = basic != null ? "basic" : token != null ? "token" : "nothing";
            requests.add(how + " " + exchange.getRequestMethod() + " " + path);
            var handler = scripted.get(path);
            if (handler != null) {
                handler.answer(exchange);
            } else if (path.equals(SESSIONS)) {
                logIn(exchange);
            } else if (!expectedBasic().equals(basic) && !TOKEN.equals(token)) {
                send(exchange, 401, "{}");
            } else {
                honest(exchange, path);
            }
        }
    }

    private static String expectedBasic() {
        var pair = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static void logIn(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.contains("\"" + PASSWORD + "\"") || !body.contains("\"" + USER + "\"")) {
            send(exchange, 401, "{}");
            return;
        }
        exchange.getResponseHeaders().set("X-Auth-Token", TOKEN);
        exchange.getResponseHeaders().set("Location", SESSIONS + "/7");
        send(exchange, 201, "{}");
    }

    private void honest(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case SYSTEMS -> send(exchange, 200, "{\"Members\":[{\"@odata.id\":\"%s\"}]}".formatted(SYSTEM));
            case SYSTEM -> send(exchange, 200, system(state));
            case CHASSIS -> send(exchange, 200, """
                    {"EnvironmentMetrics":{"@odata.id":"%s"},"Power":{"@odata.id":"%s"}}""".formatted(METRICS, POWER));
            case METRICS -> send(exchange, 200, "{\"PowerWatts\":{\"Reading\":%d}}".formatted(WATTS));
            case POWER -> send(exchange, 200, "{\"PowerControl\":[{\"PowerConsumedWatts\":%d}]}".formatted(WATTS));
            case RESET -> {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                onReset.accept(body.replaceAll(".*\"ResetType\":\"(\\w+)\".*", "$1"));
                send(exchange, 204, "");
            }
            case SESSIONS + "/7" -> send(exchange, 204, "");
            default -> send(exchange, 404, "{}");
        }
    }

    /** A system in this state that offers everything. */
    public static String system(String powerState) {
        return """
                {"PowerState":"%s","Actions":{"#ComputerSystem.Reset":{"target":"%s",
                 "ResetType@Redfish.AllowableValues":["On","ForceOff","GracefulShutdown"]}},
                 "Links":{"Chassis":[{"@odata.id":"%s"}]}}
                """.formatted(powerState, RESET, CHASSIS);
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What a host's power control is set to for it to be this controller; the caller's own. */
    public Map<String, Object> control() throws Exception {
        return new HashMap<>(Map.of(
                "kind",
                "REDFISH",
                "address",
                "127.0.0.1",
                "port",
                port(),
                "user",
                USER,
                "secret",
                PASSWORD,
                "certificateSha256",
                certificates().fingerprint()));
    }
}
