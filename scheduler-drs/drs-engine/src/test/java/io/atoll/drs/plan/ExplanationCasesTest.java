package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.atoll.drs.core.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every directory of {@code explain} is a cluster with a question, {@code case.txt}, and what is said about the answer, {@code
 * expected.txt}. Update with {@code -Datoll.golden.update=true}, then read the diff.
 */
class ExplanationCasesTest {
    private static final Path CASES = Path.of("src/test/resources/explain");

    @TestFactory
    List<DynamicTest> everyCaseIsExplainedAsExpected() throws IOException {
        try (var dirs = Files.list(CASES)) {
            return dirs.sorted()
                    .map(dir -> dynamicTest(dir.getFileName().toString(), () -> explain(dir)))
                    .toList();
        }
    }

    private static void explain(Path dir) throws IOException {
        var text = CaseText.parse(Files.readAllLines(dir.resolve("case.txt")));
        var answer = new Scheduler(1, Effort.of(0.05, () -> true)).answer(text.cluster(), text.question());
        var explanation = Explanation.of(text.cluster(), text.question(), answer);
        assertThat(Explanation.movesOf(text.cluster(), text.question(), answer, () -> true))
                .isEqualTo(explanation.moves());
        var lines = ExplanationText.lines(explanation);
        var expected = dir.resolve("expected.txt");
        if (Boolean.getBoolean("atoll.golden.update")) {
            Files.write(expected, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(expected));
    }
}
