package io.atoll.ha.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every scenario directory tells the story in its log. Rewrite them with -Datoll.golden.update=true, then read the diff. */
class ScenariosTest {
    private static final Path SCENARIOS = Path.of("src", "test", "scenarios");
    private static final int FEWEST = 60;

    @TestFactory
    List<DynamicTest> everyScenarioReproducesItsLog() throws IOException {
        return scenarios().stream()
                .map(dir -> dynamicTest(String.valueOf(dir.getFileName()), () -> replay(dir)))
                .toList();
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        assertThat(scenarios()).hasSizeGreaterThanOrEqualTo(FEWEST);
    }

    private static List<Path> scenarios() throws IOException {
        try (var dirs = Files.list(SCENARIOS)) {
            return dirs.sorted().toList();
        }
    }

    private static void replay(Path dir) throws IOException {
        var told = Command.run("--scenario", dir.resolve("scenario").toString());
        assertThat(told.errors()).isEmpty();
        assertThat(told.code()).isEqualTo(ExitCode.FINE);
        var expected = dir.resolve("log.expect");
        if (Boolean.getBoolean("atoll.golden.update")) {
            Files.writeString(expected, told.out());
        }
        assertThat(told.out()).isEqualTo(Files.readString(expected));
    }
}
