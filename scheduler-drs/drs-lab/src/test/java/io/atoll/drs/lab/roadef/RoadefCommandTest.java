package io.atoll.drs.lab.roadef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import io.atoll.drs.lab.Stopwatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a script sees it: files in, file and a line of JSON out, and what it says of files that cannot be used. */
class RoadefCommandTest {
    private static final Path MODEL = Path.of("src/test/resources/roadef/model_small.txt");
    private static final Path ASSIGNMENT = Path.of("src/test/resources/roadef/assignment_small.txt");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder = Path.of("");

    private int run(Path model, Path assignment, String... more) throws IOException {
        var arguments = new java.util.ArrayList<>(java.util.List.of(
                "--model", model.toString(), "--assignment", assignment.toString(), "--out", answer().toString()));
        arguments.addAll(java.util.List.of(more));
        return new RoadefCommand(new PrintStream(out, true, StandardCharsets.UTF_8), Stopwatch.sinceNow())
                .run(arguments.toArray(String[]::new));
    }

    private Path answer() {
        return folder.resolve("new.txt");
    }

    private String line() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesABetterAssignmentAndSaysWhatItCosts() throws IOException {
        assertThat(run(MODEL, ASSIGNMENT, "--steps", "100000")).isZero();
        assertThat(Files.readString(answer())).isEqualTo("0 2 1\n");
        assertThat(line())
                .contains("\"objective\":2411,\"initialObjective\":4200,\"lowerBound\":1300,\"movedProcesses\":2")
                .endsWith("}\n");
    }

    @Test
    void theSameSeedAndStepsWriteTheSameAndZippedFilesAreTheSameFiles() throws IOException {
        run(MODEL, ASSIGNMENT, "--steps", "5000", "--seed", "7", "--threads", "2");
        var first = Files.readString(answer());
        run(zipped(MODEL), zipped(ASSIGNMENT), "--steps", "5000", "--seed", "7", "--threads", "2");
        assertThat(Files.readString(answer())).isEqualTo(first);
    }

    private Path zipped(Path file) throws IOException {
        var zip = folder.resolve(file.getFileName() + ".gz");
        try (var stream = new GZIPOutputStream(Files.newOutputStream(zip))) {
            Files.copy(file, stream);
        }
        return zip;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 100          | 2 100          | INVALID_VALUE | resources[0].transient      | but is 2
            0 0 30 400     | 0 0 x 400      | MALFORMED     | machines[0].capacity[0]     | "x"
            0 0 30 400     | 0 0 -3 400     | INVALID_VALUE | machines[0].capacity[0]     | but is -3
            0 0 30 400     | 0 0 99999999999999999999 400 | MALFORMED | machines[0].capacity[0] | at most 18 digits
            1 1 0          | 1 1 2          | INVALID_VALUE | services[1].dependencies[0] | from 0 to 1, but is 2
            1 6 200 1      | 2 6 200 1      | INVALID_VALUE | processes[2].service        | but is 2
            0 1 20         | 0 2 20         | INVALID_VALUE | balances[0].resource2       | but is 2
            1 10 100       | 1 10           | MALFORMED     | weight of machine moves     | The file ends here
            1 10 100       | 1 10 100 7     | INCONSISTENT  | the end                     | "7"
            0 12 10 1000   | 0 31 10 1000   | INCONSISTENT  | assignment_small.txt        | machine 0 has 30 of resource 0, but 37
            0 10 20 100    | 1 10 20 100    | INCONSISTENT  | assignment_small.txt        | service 0 is in 1 locations
            """)
    void saysWhatIsWrongWithAModelAndWhere(String right, String wrong, ErrorCode code, String place, String message)
            throws IOException {
        var model = folder.resolve("model.txt");
        var text = Files.readString(MODEL);
        var at = text.lastIndexOf(right);
        Files.writeString(model, text.substring(0, at) + wrong + text.substring(at + right.length()));
        refuses(model, ASSIGNMENT, code, place, message);
    }

    @Test
    void refusesCostsThatWouldOverflow() throws IOException {
        var model = folder.resolve("model.txt");
        Files.writeString(
                model,
                Files.readString(MODEL)
                        .replace("1 6 200 1", "1 6 200 1000000000000")
                        .replace("1 10 100", "1000000000000 10 100"));
        refuses(model, ASSIGNMENT, ErrorCode.INVALID_VALUE, "model.txt", "could cost 1.00e+24, the most is 1e+18");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 3       | MALFORMED     | machine of process 2 | The file ends here
            0 3 0 1   | INCONSISTENT  | the end              | the machines of 3 processes
            0 4 0     | INVALID_VALUE | machine of process 1 | from 0 to 3, but is 4
            0 3.5 0   | MALFORMED     | machine of process 1 | "3.5"
            0 0 0     | INCONSISTENT  | assignment.txt       | service 0 is twice on machine 0
            0 3 2     | INCONSISTENT  | assignment.txt       | machine 2 has 100 of resource 1, but 200
            """)
    void saysWhatIsWrongWithAnAssignmentAndWhere(String text, ErrorCode code, String place, String message)
            throws IOException {
        var assignment = folder.resolve("assignment.txt");
        Files.writeString(assignment, text);
        refuses(MODEL, assignment, code, place, message);
    }

    private void refuses(Path model, Path assignment, ErrorCode code, String place, String message) {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> run(model, assignment, "--steps", "1"))
                .satisfies(bad -> {
                    assertThat(bad.code()).isEqualTo(code);
                    assertThat(bad.place()).endsWith(place);
                    assertThat(bad).hasMessageContaining(message);
                });
        assertThat(answer()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --steps 0                | --steps should be a whole number from 1
            --steps 1 --seconds 1    | --seconds and --steps are both given
            --steps 1 --threads 1000 | --threads should be
            --steps 1 --fast 1       | There is no option "--fast"
            --steps                  | --steps needs a value
            """)
    void explainsItsCommandLine(String more, String message) {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> run(MODEL, ASSIGNMENT, more.split(" ")))
                .satisfies(bad -> assertThat(bad.code()).isEqualTo(ErrorCode.USAGE))
                .withMessageContaining(message);
    }
}
