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
 * Every directory of {@code cases} is a cluster with a question, {@code case.txt}, and the answer, {@code expected.txt}. Update
 * with {@code -Datoll.golden.update=true}, then read the diff. Every plan must also pass the referee.
 */
class GoldenCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TestFactory
    List<DynamicTest> everyCaseIsAnsweredAsExpected() throws IOException {
        try (var dirs = Files.list(CASES)) {
            return dirs.sorted()
                    .map(dir -> dynamicTest(dir.getFileName().toString(), () -> answer(dir)))
                    .toList();
        }
    }

    private static void answer(Path dir) throws IOException {
        var text = CaseText.parse(Files.readAllLines(dir.resolve("case.txt")));
        var answer = new Scheduler(1, Effort.of(0.05, () -> true)).answer(text.cluster(), text.question());
        var plan = switch (answer) {
            case Answer.Planned(var done) -> done;
            case Answer.Impossible(var _, var partial) -> partial;
        };
        assertThat(PlanReferee.faults(text.startOfPlan(), plan)).isEmpty();
        var lines = AnswerText.lines(text.startOfPlan(), answer);
        var expected = dir.resolve("expected.txt");
        if (Boolean.getBoolean("atoll.golden.update")) {
            Files.write(expected, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(expected));
    }
}
