package io.atoll.manager.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ApiClient.Answer;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Hashing a password takes as long as it takes. Meanwhile nobody holds a database connection. */
@ManagerTest
class SlowHashTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String PASSWORD = "a long enough password";

    private final ManagerUnderTest manager;
    private final Passwords passwords;
    private final int connections;

    SlowHashTest(ManagerUnderTest manager, Passwords passwords, DataSource dataSource) {
        this.manager = manager;
        this.passwords = passwords;
        connections = ((HikariDataSource) dataSource).getMaximumPoolSize();
    }

    @Test
    void newUsersWaitForTheirHashesOutsideTheTransaction() throws Exception {
        var admin = manager.admin();
        whileHashingIsSlow(
                () -> {
                    var user = Map.of("username", manager.unique("user"), "role", "VIEWER", "password", PASSWORD);
                    return admin.with("Idempotency-Key", manager.unique("key")).post("/api/v1/users", user);
                },
                201);
    }

    @Test
    void newPasswordsDoSoToo() throws Exception {
        var admin = manager.admin();
        var path = user(admin, manager.unique("user"));
        whileHashingIsSlow(() -> admin.post(path + "/actions/set-password", Map.of("password", PASSWORD)), 204);
    }

    @Test
    void logInsDoSoToo() throws Exception {
        // The log-ins of one user wait for each other, and now and then those of two.
        int many = connections + 6;
        var names = new ConcurrentLinkedQueue<String>();
        for (int i = 0; i < many; i++) {
            names.add(manager.unique("user"));
        }
        for (var name : names) {
            user(manager.admin(), name);
        }
        whileHashingIsSlow(
                () -> manager.anonymous()
                        .post("/api/v1/sessions", Map.of("username", names.remove(), "password", PASSWORD)),
                many,
                201);
    }

    @Test
    void aPasswordThatIsRefusedIsRefusedAsBefore() throws Exception {
        var admin = manager.admin();
        var name = manager.unique("user-with-a-name");
        var path = user(admin, name);
        for (Object password : new Object[] {"short", "x".repeat(73), name, "", 7, Map.of()}) {
            var body = Map.of("username", manager.unique("user"), "role", "VIEWER", "password", password);
            if (!password.equals(name)) {
                assertThat(admin.post("/api/v1/users", body).status())
                        .as("%s", password)
                        .isBetween(400, 422);
            }
            assertThat(admin.post(path + "/actions/set-password", Map.of("password", password))
                            .status())
                    .as("%s", password)
                    .isBetween(400, 422);
        }
        var torn = "{\"password\":".getBytes(StandardCharsets.UTF_8);
        var answer = admin.postRaw(path + "/actions/set-password", torn);
        assertThat(answer.code()).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void aDryRunMakesNoUser() throws Exception {
        var admin = manager.admin();
        var name = manager.unique("user");
        var body = Map.of("username", name, "role", "VIEWER", "password", PASSWORD);
        var tried = admin.post("/api/v1/users?dryRun=true", body);
        assertThat(tried.status()).as("%s", tried).isEqualTo(200);
        assertThat(tried.text()).doesNotContain(PASSWORD);
        assertThat(admin.post("/api/v1/users", body).status()).isEqualTo(201);
    }

    /** Sends more requests than there are connections while no hash can be made, and asks for something else meanwhile. */
    private void whileHashingIsSlow(Callable<Answer> request, int status) throws Exception {
        whileHashingIsSlow(request, connections + 4, status);
    }

    private void whileHashingIsSlow(Callable<Answer> request, int requests, int status) throws Exception {
        var occupied = new CountDownLatch(Passwords.mostAtOnce());
        var release = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                IntStream.range(0, Passwords.mostAtOnce())
                        .forEach(_ -> threads.execute(() -> passwords.limited(() -> occupy(occupied, release))));
                occupied.await();
                var answers = Stream.generate(() -> threads.submit(request))
                        .limit(requests)
                        .toList();
                await().atMost(LONG).until(() -> passwords.waiting() > connections);
                var other = manager.admin().get("/api/v1/clusters");
                assertThat(other.status()).as("%s", other).isEqualTo(200);
                assertThat(answers).noneMatch(Future::isDone);
                release.countDown();
                for (var answer : answers) {
                    assertThat(answer.get().status()).as("%s", answer.get()).isEqualTo(status);
                }
            } finally {
                release.countDown();
            }
        }
    }

    private static boolean occupy(CountDownLatch occupied, CountDownLatch release) {
        occupied.countDown();
        try {
            release.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static String user(ApiClient admin, String name) throws Exception {
        var answer = admin.post("/api/v1/users", Map.of("username", name, "role", "VIEWER", "password", PASSWORD));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.header("location");
    }
}
