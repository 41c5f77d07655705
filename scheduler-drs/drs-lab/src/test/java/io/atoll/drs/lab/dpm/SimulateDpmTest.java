package io.atoll.drs.lab.dpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atoll.drs.lab.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command: what it prints for a small day, and what it refuses. */
class SimulateDpmTest {
    private static final List<String> DAY = List.of("--trace", DaySimulationTest.SMALL_DAY.toString(), "--hosts", "40");

    @TempDir
    Path folder = Path.of("");

    private static String run(String... more) throws IOException {
        var arguments = new java.util.ArrayList<>(DAY);
        arguments.addAll(List.of(more));
        return SimulateDpm.run(arguments);
    }

    /** SLATAH to host shutdowns are also what the bench's simulator says of this planner. */
    @Test
    void printsTheFiguresOfTheDay() throws IOException {
        assertThat(run()).isEqualTo("""
            {"schema":"drs-day/1","trace":"small-day","vms":16,"hosts":40,"seed":1,"energyFloorKwh":0.39,\
            "policy":{"wattHoursPerMove":22.0,"horizonHours":5.0,"copyShare":0.1},"energyKwh":0.53,\
            "slatahPercent":1.357,"pdmPercent":0.0299,"slav":4.0639e-06,"esv":2.1391e-06,\
            "migrations":13,"hostShutdowns":3,"meanHostsOn":2.1,\
            "hostsOn":[5,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2]}
            """);
    }

    @Test
    void dearMovesAreFewMovesOnTheFront() throws IOException {
        var front = run("--front");
        var moves = java.util.regex.Pattern.compile("\"migrations\":(\\d+)")
                .matcher(front.substring(front.indexOf("\"front\"")))
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .toList();
        assertThat(moves).hasSize(8);
        assertThat(moves.getLast()).isLessThan(moves.getFirst());
    }

    @Test
    void asksTheRoundsOfTheLoopWhereAsked() throws IOException {
        assertThat(run("--spare", "0", "--band", "50-75"))
                .contains("\"loop\":{\"lowPercent\":50.0,\"highPercent\":75.0,\"spareHosts\":0,\"parks\":")
                .doesNotContain("wattHoursPerMove");
        assertThat(run("--loop"))
                .contains("\"lowPercent\":45.0,\"highPercent\":81.0,\"spareHosts\":1,", "\"pace\":\"by-size\"");
        assertThat(run("--pace", "manager")).contains("\"loop\":", "\"pace\":\"manager\"");
    }

    @Test
    void writesToAFileWhereAsked() throws IOException {
        var file = folder.resolve("day.json");
        assertThat(run("--out", file.toString())).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(run());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,1,2\\nb,1 | INCONSISTENT | line 2 | 1 samples",
                "a,1,2\\nb,1,101 | INVALID_VALUE | line 2, sample 2 | 101",
                "a,1,x | INVALID_VALUE | line 1, sample 2 | x",
                "a | INVALID_VALUE | line 1 | 0 samples",
                "a,1,2\\n10,20,30 | INVALID_VALUE | line 2 | begins with \"10\"",
                "' ' | INVALID_VALUE | the trace | 0",
            })
    void refusesABadTrace(String text, String code, String place, String value) {
        var bad = catchThrowableOfType(BadInput.class, () -> TraceReader.parse(text.replace("\\n", "\n")));
        assertThat(bad.code().name()).isEqualTo(code);
        assertThat(bad.place()).isEqualTo(place);
        assertThat(bad).hasMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource({
        "--policy,wattHoursPerMove=0",
        "--policy,wattHoursPerMove=NaN",
        "--policy,calm=3",
        "--policy,horizonHours",
        "--hosts,none",
        "--hosts,0",
        "--seed,1.5",
        "--spare,9",
        "--pace,slow",
        "--band,81",
        "--band,81-45",
        "--speed,1",
    })
    void refusesABadCommandLine(String name, String value) {
        var bad = catchThrowableOfType(BadInput.class, () -> run(name, value));
        assertThat(bad.code().name()).isEqualTo("USAGE");
        assertThat(bad).hasMessageContaining(name.equals("--speed") ? name : value);
    }

    @Test
    void saysWhatIsNoNumberInAPolicy() {
        var bad = catchThrowableOfType(BadInput.class, () -> run("--policy", "wattHoursPerMove=x"));
        assertThat(bad).hasMessageContaining(": \"x\" is no number.");
    }

    @Test
    void refusesFilesThatCannotBeUsedByName() {
        var folderName = folder.toString();
        var bad = catchThrowableOfType(BadInput.class, () -> run("--out", folderName));
        assertThat(bad.code().name()).isEqualTo("FILE");
        assertThat(bad).hasMessageContaining("it is a folder");
        var absent = folder.resolve("absent.csv").toString();
        bad = catchThrowableOfType(BadInput.class, () -> SimulateDpm.run(List.of("--trace", absent)));
        assertThat(bad.place()).isEqualTo(absent);
        assertThat(bad).hasMessageContaining("There is no file");
    }

    @Test
    void refusesTooFewHostsAndAMissingTrace() {
        var full = catchThrowableOfType(BadInput.class, () -> run("--hosts", "2"));
        assertThat(full.code().name()).isEqualTo("INCONSISTENT");
        assertThat(full.place()).isEqualTo("VM 5 of 16");
        var none = catchThrowableOfType(BadInput.class, () -> SimulateDpm.run(List.of("--seed")));
        assertThat(none).hasMessageContaining("--seed needs a value");
    }
}
