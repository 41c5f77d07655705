package io.atoll.manager.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Log-ins as an attacker tries them. */
@ManagerTest
class LoginApiTest {
    private final ManagerUnderTest manager;

    LoginApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void guessesSentAtOnceAreCountedLikeGuessesInTurn() throws Exception {
        String name = manager.unique("guessed");
        var user = Map.of("username", name, "password", "a good password", "role", "VIEWER");
        assertThat(manager.admin().post("/api/v1/users", user).status()).isEqualTo(201);
        Callable<ApiClient.Answer> guess = () ->
                manager.anonymous().post("/api/v1/sessions", Map.of("username", name, "password", "wrong password"));

        var codes = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(Collections.nCopies(40, guess))) {
                codes.add(answer.get().code());
                if (answer.get().status() == 429) {
                    assertThat(answer.get().header("Retry-After")).matches("[1-9][0-9]*");
                }
            }
        }
        // Five are free; each further one needs a wait that doubles, so that even a slow machine compares few of forty.
        assertThat(codes).filteredOn("LOGIN_FAILED"::equals).hasSizeLessThanOrEqualTo(12);
        assertThat(codes).containsOnly("LOGIN_FAILED", "TOO_MANY_REQUESTS");
    }

    @Test
    void aNameWithNulIsNobodys() throws Exception {
        var answer = manager.anonymous().post("/api/v1/sessions", Map.of("username", "a\0b", "password", "a password"));
        assertThat(answer.code()).as("%s", answer).isEqualTo("LOGIN_FAILED");
    }

    @Test
    void aCookiePlantedBeforeTheLogInIsNotKept() throws Exception {
        String planted = "A".repeat(43);
        manager.admin();
        var answer = manager.anonymous()
                .with("Cookie", "atoll_session=" + planted)
                .post(
                        "/api/v1/sessions",
                        Map.of("username", ManagerUnderTest.ADMIN, "password", ManagerUnderTest.PASSWORD));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Set-Cookie"))
                .contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/")
                .doesNotContain(planted, "Domain");
    }

    @Test
    void aCookieAloneChangesNothing() throws Exception {
        manager.admin();
        var session = manager.login(ManagerUnderTest.ADMIN, ManagerUnderTest.PASSWORD);
        var body = Map.of("name", manager.unique("token"));
        assertThat(session.with("X-Atoll-Csrf", "0")
                        .post("/api/v1/tokens", body)
                        .code())
                .isEqualTo("CSRF_REFUSED");
        assertThat(session.with("Origin", "https://evil.example")
                        .post("/api/v1/tokens", body)
                        .code())
                .isEqualTo("CSRF_REFUSED");
        assertThat(session.with("Origin", "null").post("/api/v1/tokens", body).code())
                .isEqualTo("CSRF_REFUSED");
    }
}
