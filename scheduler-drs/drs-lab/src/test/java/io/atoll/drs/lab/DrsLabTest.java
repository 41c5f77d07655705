package io.atoll.drs.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a script sees it: files, lines, exit codes, errors. */
class DrsLabTest {
    private static final Path SAMPLE = Path.of("src/main/sample/cluster-16.json");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    Path folder = Path.of("");

    private int run(String input, String... arguments) {
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new DrsLab(in, print(out), print(errors), Stopwatch.sinceNow()).run(arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String plan() throws IOException {
        return Files.readString(folder.resolve("plan.json"));
    }

    @Test
    void writesAPlanForAnInstance() throws IOException {
        assertThat(run("", SAMPLE.toString(), folder.resolve("plan.json").toString()))
                .isZero();
        assertThat(plan())
                .startsWith("{\"schema\":\"drs-plan/1\",\"instance\":\"skew-16-s1-balance\"")
                .contains("\"toHostId\"");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void theSameSeedWritesTheSamePlanAndAZippedInstanceIsTheSameInstance() throws IOException {
        run("", SAMPLE.toString(), folder.resolve("plan.json").toString(), "--seed", "7");
        var first = steps(plan());
        var zipped = folder.resolve("instance.json.gz");
        try (var stream = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(SAMPLE, stream);
        }
        run("", zipped.toString(), folder.resolve("plan.json").toString(), "--seed", "7");
        assertThat(steps(plan())).isEqualTo(first);
    }

    /** The plan without the time it took. */
    private static String steps(String plan) {
        return plan.substring(plan.indexOf("\"steps\""));
    }

    @Test
    void severalThreadsAreNoWorseAndRepeatable() throws IOException {
        run("", SAMPLE.toString(), folder.resolve("plan.json").toString(), "--threads", "3");
        var first = steps(plan());
        run("", SAMPLE.toString(), folder.resolve("plan.json").toString(), "--threads", "3");
        assertThat(steps(plan())).isEqualTo(first);
    }

    @Test
    void explainsEachMove() throws IOException {
        run("", SAMPLE.toString(), folder.resolve("plan.json").toString(), "--explain");
        assertThat(plan())
                .contains("\"explanation\":{\"cutShort\":false,\"moves\":[{\"vmId\":", "\"whyNot\":", "\"toEmpty\":");
    }

    @Test
    void answersALineForALineAndGoesOnAfterABadOne() throws IOException {
        var line = Files.readString(SAMPLE).strip();
        var consolidate = line.replace("\"kind\":\"balance\"", "\"kind\":\"consolidate\"");
        assertThat(run(line + "\n{\"schema\":7}\n" + consolidate + "\n", "--stdio"))
                .isEqualTo(5);
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("{\"schema\":\"drs-plan/1\"");
        assertThat(lines.get(1)).startsWith("{\"error\":{\"code\":\"INVALID_VALUE\",\"place\":\"schema\"");
        assertThat(lines.get(2)).contains("\"powerOffHostIds\":[\"h");
    }

    @Test
    void aBudgetThatIsOverLeavesOutWhatTakesLongToExplain() throws IOException {
        var arguments =
                new String[] {SAMPLE.toString(), folder.resolve("plan.json").toString(), "--explain", "--budget-ms", "1"
                };
        assertThat(run("", arguments)).isZero();
        assertThat(plan()).contains("\"explanation\":{\"cutShort\":true,").doesNotContain("\"toEmpty\"");
    }

    /** The planner brings out a fault for one of three instances. */
    @Test
    void aFaultEndsOneLineAndNotTheStream() throws IOException {
        var line = Files.readString(SAMPLE).strip();
        var faulty = line.replace("skew-16-s1-balance", "faulty");
        var in = new ByteArrayInputStream((line + "\n" + faulty + "\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
        var lab = new DrsLab(in, print(out), print(errors), Stopwatch.sinceNow(), (options, watch, instance) -> {
            if (instance.name().equals("faulty")) {
                throw new IllegalStateException("broken");
            }
            return new Planner(options, watch).plan(instance);
        });
        assertThat(lab.run("--stdio")).isEqualTo(70);
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("{\"schema\":\"drs-plan/1\"");
        assertThat(lines.get(1))
                .startsWith("{\"error\":{\"code\":\"INTERNAL\",")
                .contains("broken");
        assertThat(lines.get(2)).startsWith("{\"schema\":\"drs-plan/1\"");
    }

    @Test
    void aFileThatCannotBeUsedIsNamedAsThePlace() {
        var absent = folder.resolve("absent.json").toString();
        assertThat(run("", absent, "plan")).isEqualTo(3);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("\"code\":\"FILE\",\"place\":\"" + absent + "\"", "There is no file");
        errors.reset();
        var nowhere = folder.resolve("absent").resolve("plan.json").toString();
        assertThat(run("", SAMPLE.toString(), nowhere)).isEqualTo(3);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("\"code\":\"FILE\",\"place\":\"" + nowhere + "\"", "there is no folder");
        errors.reset();
        assertThat(run("", folder.toString(), "plan")).isEqualTo(3);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("\"place\":\"" + folder + "\"", "it is a folder. Name a file.");
        errors.reset();
        assertThat(run("", SAMPLE.toString(), folder.toString())).isEqualTo(3);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("\"place\":\"" + folder + "\"", "cannot be written: it is a folder. Name a file in it.");
        errors.reset();
        assertThat(run("", SAMPLE.toString(), SAMPLE.resolve("plan.json").toString()))
                .isEqualTo(3);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("is no folder")
                .doesNotContain("Exception");
    }

    @Test
    void aPlanIsThereWholeOrNotAtAll() throws IOException {
        var plan = folder.resolve("plan.json");
        Files.writeString(plan, "the plan before");
        var link = Files.createSymbolicLink(folder.resolve("link.json"), plan);
        assertThat(run("", SAMPLE.toString(), link.toString())).isZero();
        assertThat(plan()).startsWith("{\"schema\":\"drs-plan/1\"").endsWith("}\n");
        assertThat(link).isSymbolicLink();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(plan, link);
        }
        Files.writeString(plan, "the plan before");
        Files.writeString(folder.resolve("bad.json"), "hello");
        assertThat(run("", folder.resolve("bad.json").toString(), plan.toString()))
                .isEqualTo(4);
        assertThat(plan()).isEqualTo("the plan before");
    }

    @Test
    void saysInALineWhatThePlanDoes() throws IOException {
        var plan = folder.resolve("plan.json");
        run("", SAMPLE.toString(), plan.toString());
        var moves = plan().split("\"vmId\"", -1).length - 1;
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches(moves + " migrations? in \\d+ steps?, \\d+\\.\\d GiB, about \\d+ s: \\Q" + plan + "\\E\n");
        out.reset();
        var instance = folder.resolve("instance.json");
        Files.writeString(instance, """
            {"schema":"drs-instance/1","objective":{"kind":"place"},
             "hosts":[{"id":"a","cpuCapacityMhz":8000,"memCapacityMib":8192}],
             "vms":[{"id":"v1","cpuDemandMhz":1000,"memMib":4096},{"id":"v2","cpuDemandMhz":10.5,"memMib":8000}]}
            """);
        run("", instance.toString(), plan.toString());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("1 start in 1 step, ")
                .contains("; 1 VM cannot be where it must: ");
        out.reset();
        Files.writeString(instance, Files.readString(instance).replaceFirst("(?s)\"vms.*", "\"vms\":null}"));
        run("", instance.toString(), plan.toString());
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("nothing to do: " + plan + "\n");
    }

    @Test
    void anImpossibleLineIsAnsweredWithWhoIsInTheWay() {
        var line =
                "{\"schema\":\"drs-instance/1\",\"objective\":{\"kind\":\"place\"},\"hosts\":[{\"id\":\"a\",\"cpuCapacityMhz\":8000,"
                        + "\"memCapacityMib\":8192,\"state\":\"maintenance\"}],\"vms\":[{\"id\":\"v1\",\"cpuDemandMhz\":1,\"memMib\":1}]}";
        assertThat(run(line, "--stdio")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"blocking\":[{\"vmId\":\"v1\"")
                .hasLineCount(1);
    }

    @Test
    void tellsWhoIsInTheWayAndStillPlansTheRest() throws IOException {
        var instance = folder.resolve("instance.json");
        Files.writeString(instance, """
            {"schema":"drs-instance/1","name":"t","objective":{"kind":"evacuate","evacuateHostIds":["a"]},
             "hosts":[{"id":"a","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":8192},
                      {"id":"b","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":8192}],
             "vms":[{"id":"v1","hostId":"a","vcpus":2,"cpuDemandMhz":3000,"memMib":4096,"migratable":false},
                    {"id":"v2","hostId":"a","vcpus":2,"cpuDemandMhz":10.5,"memMib":2048}]}
            """);
        assertThat(run("", instance.toString(), folder.resolve("plan.json").toString()))
                .isEqualTo(7);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains(
                        "\"code\":\"IMPOSSIBLE\",\"place\":\"VM v1\"",
                        "1 VM cannot be where it must, the first being v1",
                        "must not be migrated");
        assertThat(plan())
                .contains("\"blocking\":[{\"vmId\":\"v1\"", "{\"vmId\":\"v2\",\"fromHostId\":\"a\",\"toHostId\":\"b\"");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(run("", "--frobnicate")).isEqualTo(2);
        assertThat(run("", "one-file-only")).isEqualTo(2);
        assertThat(run("", "--seed")).isEqualTo(2);
        assertThat(run("", "--budget-ms", "soon", "a", "b")).isEqualTo(2);
        assertThat(run("", "--threads", "0", "a", "b")).isEqualTo(2);
        assertThat(run("", folder.resolve("absent.json").toString(), "b")).isEqualTo(3);
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .allSatisfy(line ->
                        assertThat(line).startsWith("{\"error\":{\"code\":\"").endsWith("}}"))
                .last()
                .asString()
                .contains("\"FILE\"", "absent.json");
    }

    @Test
    void helps() {
        assertThat(run("", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--budget-ms", "Exit codes");
        out.reset();
        assertThat(run("", "simulate-dpm", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--trace").doesNotContain("--budget-ms");
        out.reset();
        assertThat(run("", "roadef", "--seconds", "5", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("--assignment")
                .doesNotContain("--budget-ms");
    }

    @Test
    void aBudgetThatIsOverAtOnceStillGetsASafePlan() throws IOException {
        assertThat(run("", SAMPLE.toString(), folder.resolve("plan.json").toString(), "--budget-ms", "1"))
                .isZero();
        assertThat(plan()).contains("\"finalHostByVm\":{\"v00000\":");
    }
}
