package io.atoll.ha.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.sim.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is answered with the place, the value, what is allowed, and a fixed exit code. */
class BadInputTest {
    private static final String GOOD = "pool gold\nhost h1\nhost h2\nvm a on h1\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    at 10s power off h9;run 20s      | line 5: There is no host "h9". Declared above: h1, h2.
                    at 10 power off h1;run 20s       | line 5: "10" is no time of the event. Write a whole number and ms, s, m or h
                    at 99h power off h1;run 20s      | line 5: The time of the event (99h) is above the limit of 86400 s.
                    at 10s explode h1;run 20s        | line 5: "explode" is no event. Allowed: power, cut
                    at 30s power off h1;run 20s      | line 5: This happens after the end of the run (20 s).
                    at 10s power off;run 20s         | line 5: The name of a host is missing at the end of the line.
                    at 10s power off h1 now;run 20s  | line 5: "now" is too much at the end of the line.
                    host h1;run 20s                  | line 5: There is a host "h1" already. Take another name.
                    host h/3;run 20s                 | line 5: "h/3" is no name of a host.
                    host h3 memory 0;run 20s         | line 5: "0" is no amount of memory in MiB. Allowed: a whole number from 1
                    vm b on h1 priority 5000;run 20s | line 5: "5000" is no priority. Allowed: a whole number from 0 to 1000.
                    vm b;run 20s                     | line 5: VM b is meant to run, and it is not said where.
                    vm b on h1 after c;run 20s       | line 5: There is no VM "c". Declared above: a.
                    vm b on h1 pool silver;run 20s   | line 5: There is no pool "silver". Declared above: gold.
                    rule apart x a,;run 20s          | line 5: There is no VM "?". Declared above: a.
                    set speed 3;run 20s              | line 5: "speed" is no setting. Allowed: storage-loss-delay
                    zookeeper 2;run 20s              | line 5: The zookeeper line comes once, before the hosts.
                    frob;run 20s                     | line 5: "frob" is no first word of a line. Allowed: zookeeper, pool
                    at 1s power on h1                | The run line is missing.
                    vm b memory 40960 on h1;run 20s  | line 5: VM b has 40960 MiB of memory; the largest host, h1, has 32768 MiB. Make the VM smaller, or a host larger.
                    vm b memory 40960 stopped;run 9s | line 5: VM b has 40960 MiB of memory; the largest host, h1, has 32768 MiB.
                    set failures-to-tolerate 2;run 9s| line 5: failures-to-tolerate is 2; of 2 hosts at most 1 may fail. Set 1 or less, or declare more hosts.
                    rule apart x a;run 20s           | line 5: Rule x keeps 1 VM apart; that needs at least 2. Name another VM, or take the rule away.
                    rule together x a,a;run 20s      | line 5: Rule x keeps 1 VM together; that needs at least 2.
                    vm b memory 20000 on h1;vm c memory 12000 on h1;run 9s | line 6: With VM c the VMs that start on host h1 have 33024 MiB of memory; the host has 32768 MiB. Start it elsewhere, or make the host larger.
                    vm b on h2;rule apart x a,b;rule together y a,b;run 9s | line 7: Rules x and y cannot both be kept: one keeps a, b apart, the other together. Take one of them away.
                    rule only-on x a h1;rule never-on y a h1;run 9s | line 6: Rule y leaves VM a no host beside x. Name other hosts, or take a rule away.
                    rule never-on y a h1,h2;run 9s   | line 5: Rule y leaves VM a no host. Name other hosts, or take a rule away.
                    at 5s migrate vm a to h1;run 20s | line 5: VM a is on host h1 at 5 s already: it starts there, and nothing before moves it. Name another host.
                    at 2500ms power on h1;run 20s    | line 5: Host h1 is on at 2.500 s already. Take the line away, or switch the host off before, like: at 0s power off h1
                    at 5s power off h2 for 3s;at 9s power on h2;run 20s | line 6: Host h2 is on at 9 s already.
                    run 20s;host h3                  | line 6: Something stands after the run line.
                    """)
    void aBrokenScenarioIsAnsweredWithLineAndRemedy(String lines, String answer) throws IOException {
        var told = play(GOOD + lines.strip().replace(";", "\n") + "\n");
        assertThat(told.code()).isEqualTo(ExitCode.SCENARIO);
        assertThat(told.errors()).contains(answer.strip()).hasLineCount(1);
        assertThat(told.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at 5s power off h1 for 3s;at 6s power on h1",
                "at 9s power on h1;at 5s power off h1",
                "at 5s migrate vm a to h2;at 9s migrate vm a to h1",
                "at 5s power off h1;at 20s migrate vm a to h1",
                "at 5s stop vm a;at 9s start vm a on h2;at 15s migrate vm a to h1",
                "rule only-on x a h1",
                "rule only-on x a h2",
                "vm b on h2;vm c on h2;rule apart x a,b;rule together y b,c",
                "vm b on h1;rule apart x a,b",
                "host h3 memory 65536;vm b memory 65536 on h3",
                "host h3 off;at 5s power on h3",
                "host h3;set failures-to-tolerate 2",
            })
    void whatMayMakeSenseIsPlayed(String lines) throws IOException {
        assertThat(play(GOOD + lines.replace(";", "\n") + "\nrun 25s\n").code()).isEqualTo(ExitCode.FINE);
    }

    @Test
    void whatIsWrongWithTheFileAsAWholeIsASentenceWithItsName() throws IOException {
        var file = folder.resolve("m.txt");
        Files.writeString(file, GOOD);
        assertThat(Command.run("--scenario", file.toString()).errors())
                .isEqualToIgnoringNewLines(
                        "ha-sim: The scenario in %s cannot be played. The run line is missing. End the file with one, like: run 60s"
                                .formatted(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--schedules",
                "--schedules 0 --seed 1",
                "--schedules many",
                "--schedules 10 --threads 9999",
                "--seed 1",
                "--trace",
                "--json",
                "--variant none --schedules 1",
                "--scenario x --seed 1",
                "--frob 1",
            })
    void aBadCommandLineEndsWithTwo(String line) {
        var told = Command.run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(told.code()).isEqualTo(ExitCode.USAGE);
        assertThat(told.errors())
                .startsWith("ha-sim: ")
                .contains("See ha-sim --help.")
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsNotThereEndsWithThree() {
        assertThat(Command.run("--scenario", folder.resolve("none").toString()).code())
                .isEqualTo(ExitCode.FILE);
        assertThat(Command.run("--scenario", folder.toString()).code()).isEqualTo(ExitCode.FILE);
        assertThat(Command.run("--scenario", "a\0b").code()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void whatIsNoTextOrTooLargeIsRefused() throws IOException {
        var file = folder.resolve("scenario");
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThat(Command.run("--scenario", file.toString()).code()).isEqualTo(ExitCode.SCENARIO);
        Files.write(file, new byte[ScenarioReader.MOST_BYTES + 1]);
        assertThat(Command.run("--scenario", file.toString()).code()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void aResultIsOneLineOfJson() throws IOException {
        var file = folder.resolve("scenario");
        Files.writeString(file, GOOD + "at 10s power off h1\nrun 30s\n");
        var told = Command.run("--scenario", file.toString(), "--json");
        assertThat(told.code()).isEqualTo(ExitCode.FINE);
        assertThat(told.out())
                .hasLineCount(1)
                .contains("{\"name\":\"h1\",\"state\":\"OFF\"}")
                .contains("{\"name\":\"a\",\"state\":\"RUNNING\",\"host\":\"h2\",\"epoch\":2,\"protected\":true}")
                .contains("\"vm\":\"a\",\"from\":\"h1\",\"to\":\"h2\",\"epoch\":2")
                .contains("\"violations\":[]");
    }

    private Command play(String scenario) throws IOException {
        var file = folder.resolve("scenario");
        Files.writeString(file, scenario);
        return Command.run("--scenario", file.toString());
    }
}
