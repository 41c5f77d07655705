package io.atoll.manager.webui.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

@ManagerTest
class ConsoleFilesTest {
    private final ManagerUnderTest manager;

    ConsoleFilesTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    /** Work on the Java side may leave the console unbuilt. */
    @BeforeEach
    void theConsoleIsBuilt() {
        assumeThat(new ClassPathResource("META-INF/resources/index.html").exists())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/vms", "/vms/01a21e69-a278-705b-960e-66311c632810", "/index.html"})
    void everyPlaceOfTheConsoleIsItsStartPage(String path) throws Exception {
        var answer = manager.anonymous().get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/html");
        assertThat(answer.text()).contains("id=\"root\"");
        assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    }

    @Test
    void aFileThatIsNotThereIsNotFound() throws Exception {
        assertThat(manager.anonymous().get("/assets/nothing.js").status()).isEqualTo(404);
    }
}
