package io.atoll.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import org.junit.jupiter.api.Test;

/** What every answer has in common. */
@ManagerTest
class ConventionsTest {
    private final ManagerUnderTest manager;

    ConventionsTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void whoIsNotKnownGetsAProblemDocument() throws Exception {
        var answer = manager.anonymous().get("/api/v1/users");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(answer.json().get("traceId").asString()).isEqualTo(answer.header("Atoll-Trace-Id"));
    }

    @Test
    void anAdministratorListsUsers() throws Exception {
        assertThat(manager.admin().get("/api/v1/users").status()).isEqualTo(200);
    }
}
