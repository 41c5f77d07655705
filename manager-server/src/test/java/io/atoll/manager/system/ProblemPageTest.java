package io.atoll.manager.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import org.junit.jupiter.api.Test;

/** Where the type of a problem document points. */
@ManagerTest
class ProblemPageTest {
    private final ManagerUnderTest manager;

    ProblemPageTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void theTypeOfAProblemIsAPageForEverybody() throws Exception {
        String type = manager.anonymous().get("/api/v1/vms").json().get("type").asString();
        var page = manager.anonymous().with("Accept", "text/html").get(type);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("content-security-policy")).contains("default-src 'none'");
        assertThat(page.text())
                .contains("UNAUTHENTICATED", "401", ErrorCode.UNAUTHENTICATED.title())
                .doesNotContain("<script", "<style", "style=");
    }

    @Test
    void everyCodeHasOne() throws Exception {
        for (var code : ErrorCode.values()) {
            var page = manager.anonymous().get("/docs/problems/" + code);
            assertThat(page.status()).as("%s", code).isEqualTo(200);
            assertThat(page.text()).contains("<h1>" + code + "</h1>", "HTTP status " + code.status());
        }
    }

    @Test
    void otherNamesAreNotFound() throws Exception {
        for (var name : new String[] {"NO_SUCH_CODE", "vm_not_found", "'x'"}) {
            var answer = manager.anonymous().with("Accept", "text/html").get("/docs/problems/" + name);
            assertThat(answer.status()).as(name).isEqualTo(404);
            assertThat(answer.header("content-type")).startsWith("application/problem+json");
            assertThat(answer.code()).isEqualTo("NOT_FOUND");
        }
    }
}
