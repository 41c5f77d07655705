package io.atoll.manager.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ManagerTest
class OriginTest {
    private static final Map<String, String> ACCOUNT =
            Map.of("username", ManagerUnderTest.ADMIN, "password", ManagerUnderTest.PASSWORD);

    private final ManagerUnderTest manager;

    OriginTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    /** Browsers speak HTTP/2, which has no Host header. */
    @Test
    void theConsolesOwnPageMayLogInOverHttp2() throws Exception {
        manager.admin();
        var answer = manager.anonymous()
                .with("Origin", "https://localhost:" + manager.port())
                .post("/api/v1/sessions", ACCOUNT);
        assertThat(answer.response().version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost", "http://localhost:8443", "https://elsewhere.example", "null"})
    void anotherSitesPageMayNot(String origin) throws Exception {
        manager.admin();
        var answer = manager.anonymous().with("Origin", origin).post("/api/v1/sessions", ACCOUNT);
        assertThat(answer.code()).isEqualTo("CSRF_REFUSED");
    }
}
