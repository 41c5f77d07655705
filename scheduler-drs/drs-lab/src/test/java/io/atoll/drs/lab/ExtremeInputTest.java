package io.atoll.drs.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, a plan or an error object comes out, with an exit code from the list. */
class ExtremeInputTest {
    private static final String TEMPLATE = """
        {"schema":"drs-instance/1","name":"t","objective":{"kind":"KIND"},\
        "limits":{"maxCpuPct":100,"maxMemPct":100,"maxVcpusPerCore":16,"maxMigrationsPerHost":2},\
        "hosts":[{"id":"a","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":8192,"netMbps":1000,"idleWatts":100,"peakWatts":200},\
        {"id":"b","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":8192,"netMbps":1000,"powerCurveWatts":[1,2,3,4,5,6,7,8,9,10,11]},\
        {"id":"c","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":8192,"state":"standby"}],\
        "vms":[{"id":"v1","hostId":"a","vcpus":2,"cpuDemandMhz":3000,"memMib":4096,"cpuMaxMhz":5000,"priority":3,"cpuDemandHistoryMhz":[1,2,3]},\
        {"id":"v2","hostId":"a","vcpus":2,"cpuDemandMhz":3000,"memMib":2048},\
        {"id":"v3","hostId":"b","vcpus":2,"cpuDemandMhz":10.5,"memMib":2048},\
        {"id":"v4","hostId":null,"vcpus":2,"cpuDemandMhz":10.5,"memMib":2048}],\
        "rules":[{"id":"r","kind":"anti-affinity","vmIds":["v1","v3"]}]}""";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    Path folder = Path.of("");

    private int run(String input, String... arguments) {
        out.reset();
        errors.reset();
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new DrsLab(in, print(out), print(errors), Stopwatch.sinceNow()).run(arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String template(String kind) {
        return TEMPLATE.replace(
                "\"KIND\"", kind.equals("evacuate") ? "\"evacuate\",\"evacuateHostIds\":[\"a\"]" : "\"" + kind + "\"");
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    /** Every number of the instance in turn is replaced by an extreme one. */
    @ParameterizedTest
    @ValueSource(strings = {"balance", "consolidate", "evacuate", "place", "repair"})
    void extremeNumbersAreAnsweredWithAPlanOrAnError(String kind) {
        var lines = new ArrayList<String>();
        var template = template(kind);
        var numbers = Pattern.compile("(?<=[:\\[,])[0-9.]+(?=[,}\\]])").matcher(template);
        while (numbers.find()) {
            for (var extreme : List.of("9223372036854775807", "9223372036854774784", "1e30", "1e-30", "1e308")) {
                lines.add(template.substring(0, numbers.start()) + extreme + template.substring(numbers.end()));
            }
        }
        for (var size : List.of("9223372036854774784", "1e18")) {
            lines.add(template.replaceAll("(memCapacityMib|memMib)\":[0-9]+", "$1\":" + size));
            lines.add(template.replaceAll("(cpuCores|cpuCapacityMhz|netMbps|Watts|vcpus)\":[0-9]+", "$1\":" + size));
        }
        var code = run(String.join("\n", lines), "--stdio", "--explain", "--budget-ms", "50");
        assertThat(code).isIn(0, 5, 6);
        assertThat(lines.size()).isGreaterThan(150);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(lines.size())
                .allSatisfy(line -> {
                    assertThat(line)
                            .matches("\\{\"(schema|error)\":.*}")
                            .doesNotContain("INTERNAL", "NaN,", "Infinity,", "NaN}", "Infinity}");
                });
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws IOException {
        var instance = folder.resolve("instance.json");
        Files.writeString(instance, template("balance"));
        var plan = folder.resolve("plan.json").toString();
        assertThat(run("", folder.toString(), plan)).isEqualTo(3);
        assertThat(errors()).contains("\"FILE\"");
        assertThat(run("", instance.toString(), folder.toString())).isEqualTo(3);
        assertThat(errors()).contains("\"FILE\"", folder.getFileName().toString());
        assertThat(run(
                        "",
                        instance.toString(),
                        folder.resolve("no/such/plan.json").toString()))
                .isEqualTo(3);
        assertThat(errors()).contains("\"FILE\"", "plan.json");
        var empty = folder.resolve("empty.json");
        Files.createFile(empty);
        assertThat(run("", empty.toString(), plan)).isEqualTo(4);
        assertThat(errors()).contains("\"MALFORMED\"", "the end of the input");
    }

    @Test
    void aGzipFileThatEndsTooSoonIsMalformed() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(zipped)) {
            stream.write(template("balance").getBytes(StandardCharsets.UTF_8));
        }
        var whole = zipped.toByteArray();
        var file = folder.resolve("cut.json.gz");
        for (var length : List.of(3, 12, whole.length / 2, whole.length - 1)) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(run("", file.toString(), folder.resolve("plan.json").toString()))
                    .isEqualTo(4);
            assertThat(errors()).contains("\"MALFORMED\"", "not proper gzip");
        }
    }

    @Test
    void theSmallestClustersArePlannedToo() {
        var noVms =
                "{\"schema\":\"drs-instance/1\",\"objective\":{\"kind\":\"consolidate\"},\"hosts\":[{\"id\":\"a\",\"cpuCapacityMhz\":1,\"memCapacityMib\":1}],\"vms\":[]}";
        assertThat(run(noVms, "--stdio", "--explain")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"powerOffHostIds\":[\"a\"]");
        var oneVm = noVms.replace("[]}", "[{\"id\":\"v\",\"hostId\":\"a\",\"cpuDemandMhz\":1,\"memMib\":1}]}");
        assertThat(run(oneVm, "--stdio", "--explain")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("there is no other host", "\"steps\":[]");
        assertThat(run(noVms.replaceFirst("\\[\\{.*?}]", "[]"), "--stdio")).isEqualTo(6);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"INCONSISTENT\",\"place\":\"hosts\"");
    }

    @Test
    void aStartBeyondAllLimitsGetsAPlanThatOnlyImproves() {
        var full = template("balance")
                .replace("\"memMib\":4096", "\"memMib\":8000")
                .replace("\"cpuDemandMhz\":3000,\"memMib\":2048", "\"cpuDemandMhz\":7000,\"memMib\":2048");
        assertThat(run(full, "--stdio", "--explain")).isZero();
        var plan = out.toString(StandardCharsets.UTF_8);
        assertThat(plan).contains("{\"vmId\":\"v2\",\"fromHostId\":\"a\",\"toHostId\":\"b\"");
        assertThat(overload(plan, "after")).isLessThan(overload(plan, "before"));
    }

    private static double overload(String plan, String when) {
        var figure = Pattern.compile("\"" + when + "\":\\{\"imbalance\":[^,]*,\"overload\":([^,]*),")
                .matcher(plan.substring(plan.indexOf("\"explanation\"")));
        assertThat(figure.find()).isTrue();
        return Double.parseDouble(figure.group(1));
    }
}
