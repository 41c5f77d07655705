package io.atoll.manager.testing;

import io.atoll.manager.identity.Role;
import io.atoll.manager.platform.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;

/** The running manager as tests see it from outside: clients with and without credentials. */
public final class ManagerUnderTest {
    public static final String ADMIN = "root-admin";
    public static final String PASSWORD = "correct horse battery";

    private final Environment environment;
    private final DataDirectory data;
    private final BeanFactory beans;
    private final AtomicInteger names = new AtomicInteger();
    private final Map<Role, ApiClient> clients = new ConcurrentHashMap<>();
    private @Nullable ApiClient admin;

    ManagerUnderTest(Environment environment, DataDirectory data, BeanFactory beans) {
        this.environment = environment;
        this.data = data;
        this.beans = beans;
    }

    /** A part of the manager, for tests that look behind its API. */
    public <T> T bean(Class<T> type) {
        return beans.getBean(type);
    }

    public int port() {
        return environment.getRequiredProperty("local.server.port", Integer.class);
    }

    /** A client nobody knows. */
    public ApiClient anonymous() {
        return new ApiClient(port(), null);
    }

    /** A client with an administrator's API token. The first use sets the installation up. */
    public synchronized ApiClient admin() throws IOException, InterruptedException {
        ApiClient known = admin;
        if (known == null) {
            known = setUp();
            admin = known;
        }
        return known;
    }

    private ApiClient setUp() throws IOException, InterruptedException {
        String token = Files.readString(data.root().resolve("setup-token")).strip();
        var anonymous = anonymous();
        var answer =
                anonymous.post("/api/v1/setup", Map.of("setupToken", token, "username", ADMIN, "password", PASSWORD));
        if (answer.status() != 201) {
            throw new IllegalStateException("Setup was refused: " + answer);
        }
        return withToken(login(ADMIN, PASSWORD), Role.ADMIN);
    }

    /** A client with the cookie of a fresh session. */
    public ApiClient login(String username, String password) throws IOException, InterruptedException {
        var answer = anonymous().post("/api/v1/sessions", Map.of("username", username, "password", password));
        if (answer.status() != 201) {
            throw new IllegalStateException("Log-in was refused: " + answer);
        }
        String cookie = answer.header("set-cookie");
        return anonymous()
                .with("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .with("X-Atoll-Csrf", "1");
    }

    private ApiClient withToken(ApiClient session, Role role) throws IOException, InterruptedException {
        var answer = session.post("/api/v1/tokens", Map.of("name", unique("token"), "role", role.name()));
        if (answer.status() != 201) {
            throw new IllegalStateException("The token was refused: " + answer);
        }
        return new ApiClient(port(), answer.json().get("secret").asString());
    }

    /** A client with an API token of this role. */
    public ApiClient as(Role role) throws IOException, InterruptedException {
        ApiClient known = clients.get(role);
        if (known == null) {
            String secret = admin().post("/api/v1/tokens", Map.of("name", unique("token"), "role", role.name()))
                    .json()
                    .get("secret")
                    .asString();
            known = new ApiClient(port(), secret);
            clients.put(role, known);
        }
        return known;
    }

    /** A name no other test uses. */
    public String unique(String prefix) {
        return prefix + "-" + names.incrementAndGet();
    }
}
