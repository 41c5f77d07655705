package io.atoll.drs.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every instance that cannot be used is refused with the code, the place and the value. */
class BadInputTest {
    private static final String GOOD = """
        {"schema":"drs-instance/1","name":"t","objective":{"kind":"balance"},"limits":{"maxMigrationsPerHost":2},
         "hosts":[{"id":"a","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":8192,"state":"on"},
                  {"id":"b","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":8192}],
         "vms":[{"id":"v1","hostId":"a","vcpus":2,"cpuDemandMhz":3000,"memMib":4096},
                {"id":"v2","hostId":"b","vcpus":2,"cpuDemandMhz":10.5,"memMib":2048}],
         "rules":[{"id":"r","kind":"anti-affinity","vmIds":["v1","v2"]}]}
        """;

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("", "", "MALFORMED", "the beginning", "end of the input"),
                bad("{", "[", "INVALID_VALUE", "the beginning", "an object"),
                bad("\"v1\",\"v2\"]}]}", "\"v1\"", "MALFORMED", "rules[0].vmIds[0]", "end of the input"),
                bad("{", "hello", "MALFORMED", "the beginning", "an object, but there is \"hello"),
                bad("{", "{/*x*/", "MALFORMED", "the beginning", "a name in double quotes, but there is \"/*x*/"),
                bad("\"schema\"", "schema", "MALFORMED", "the beginning", "a name in double quotes"),
                bad("\"schema\"", "'schema'", "MALFORMED", "the beginning", "there is \"'schema'"),
                bad(
                        ",\"state\":\"on\"",
                        ",",
                        "MALFORMED",
                        "hosts[0].memCapacityMib",
                        "a name in double quotes, but there is \"}\""),
                bad("\"v2\"]", "\"v2\",]", "MALFORMED", "rules[0].vmIds[2]", "a text, but there is \"]"),
                bad(
                        "\"v2\"]",
                        "\"v2\" \"v3\"]",
                        "MALFORMED",
                        "rules[0].vmIds[1]",
                        "a comma or the end of the list, but there is a text"),
                bad(
                        "\"cpuCores\":4",
                        "\"cpuCores\":four",
                        "MALFORMED",
                        "hosts[0].cpuCores",
                        "a number, but there is \"four\""),
                bad("\"cpuCores\":4", "\"cpuCores\":'4'", "MALFORMED", "hosts[0].cpuCores", "'4'"),
                bad("\"cpuCores\":4", "\"cpuCores\":", "MALFORMED", "hosts[0].cpuCores", "a number"),
                bad(
                        "\"name\":\"t\"",
                        "\"future\":undefined",
                        "MALFORMED",
                        "future",
                        "a value, but there is \"undefined\""),
                bad(
                        "\"cpuCores\":4",
                        "\"cpuCores\":\"4\"",
                        "INVALID_VALUE",
                        "hosts[0].cpuCores",
                        "should be a number, but is the text \"4\"."),
                bad("\"cpuCores\":4", "\"cpuCores\":{}", "INVALID_VALUE", "hosts[0].cpuCores", "but is an object."),
                bad("\"cpuCores\":4", "\"cpuCores\":[4]", "INVALID_VALUE", "hosts[0].cpuCores", "but is a list."),
                bad("\"cpuCores\":4", "\"cpuCores\":true", "INVALID_VALUE", "hosts[0].cpuCores", "but is true."),
                bad("\"name\":\"t\"", "\"name\":5", "INVALID_VALUE", "name", "should be a text, but is the number 5."),
                bad(
                        "[\"v1\",\"v2\"]",
                        "\"v1\"",
                        "INVALID_VALUE",
                        "rules[0].vmIds",
                        "should be a list, but is the text \"v1\"."),
                bad("\"cpuCores\":4", "\"cpuCores\":4x10", "MALFORMED", "hosts[0].cpuCores", "x10"),
                bad(
                        "\"cpuCores\":4",
                        "\"cpuCores\":-Infinity",
                        "INVALID_VALUE",
                        "hosts[0].cpuCores",
                        "is -Infinity, which is no number in JSON"),
                bad("]}]}", "]}]} x", "MALFORMED", "the beginning", "nothing more"),
                bad("drs-instance/1", "drs-instance/9", "INVALID_VALUE", "schema", "drs-instance/9"),
                bad("\"schema\":\"drs-instance/1\",", "", "INVALID_VALUE", "schema", "missing"),
                bad("\"balance\"", "\"bogus\"", "INVALID_VALUE", "objective.kind", "bogus"),
                bad("\"hostId\":\"a\"", "\"hostId\":\"zz\"", "INCONSISTENT", "vms[0].hostId", "zz"),
                bad("\"memMib\":4096", "\"memMib\":-1", "INVALID_VALUE", "vms[0].memMib", "-1"),
                bad("\"memMib\":4096", "\"memMib\":1.5", "INVALID_VALUE", "vms[0].memMib", "1.5"),
                bad("\"memMib\":4096", "\"memMib\":\"4096\"", "INVALID_VALUE", "vms[0].memMib", "4096"),
                bad("\"memMib\":4096", "\"memMib\":null", "INVALID_VALUE", "vms[0].memMib", "null"),
                bad(",\"memMib\":4096", "", "INVALID_VALUE", "vms[0].memMib", "missing"),
                bad("\"memMib\":4096", "\"memMib\":8193", "INCONSISTENT", "vms[0].memMib", "8193"),
                bad("\"memMib\":4096", "\"memMib\":9223372036854775808", "INVALID_VALUE", "vms[0].memMib", "2^63"),
                bad(
                        "\"memMib\":4096",
                        "\"memMib\":4611686018427387904",
                        "INCONSISTENT",
                        "vms[0].memMib",
                        "4611686018427387904"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":NaN", "INVALID_VALUE", "vms[0].cpuDemandMhz", "NaN"),
                bad(
                        "\"cpuDemandMhz\":3000",
                        "\"cpuDemandMhz\":Infinity",
                        "INVALID_VALUE",
                        "vms[0].cpuDemandMhz",
                        "Infinity"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":1e999", "INVALID_VALUE", "vms[0].cpuDemandMhz", "1e999"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":9000", "INCONSISTENT", "vms[0].cpuDemandMhz", "9000"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":-0.1", "INVALID_VALUE", "vms[0].cpuDemandMhz", "-0.1"),
                bad("\"id\":\"v2\"", "\"id\":\"v1\"", "INCONSISTENT", "vms[1].id", "v1"),
                bad("\"id\":\"b\"", "\"id\":\"a\"", "INCONSISTENT", "hosts[1].id", "\"a\""),
                bad("\"id\":\"b\",", "", "INVALID_VALUE", "hosts[1].id", "missing"),
                bad("\"state\":\"on\"", "\"state\":\"dozing\"", "INVALID_VALUE", "hosts[0].state", "dozing"),
                bad("\"cpuCores\":4", "\"cpuCores\":0", "INVALID_VALUE", "hosts[0].cpuCores", "0"),
                bad("\"cpuCapacityMhz\":8000", "\"cpuCapacityMhz\":0", "INVALID_VALUE", "hosts[0].cpuCapacityMhz", "0"),
                bad(
                        "\"maxMigrationsPerHost\":2",
                        "\"maxMigrationsPerHost\":0",
                        "INVALID_VALUE",
                        "limits.maxMigrationsPerHost",
                        "0"),
                bad("\"maxMigrationsPerHost\":2", "\"maxMemPct\":-5", "INVALID_VALUE", "limits.maxMemPct", "-5"),
                bad("[\"v1\",\"v2\"]", "[\"v1\",\"v9\"]", "INCONSISTENT", "rules[0].vmIds[1]", "v9"),
                bad("anti-affinity", "anti-gravity", "INVALID_VALUE", "rules[0].kind", "anti-gravity"),
                bad(
                        "\"kind\":\"balance\"",
                        "\"kind\":\"evacuate\",\"evacuateHostIds\":[\"q\"]",
                        "INCONSISTENT",
                        "objective.evacuateHostIds[0]",
                        "q"),
                bad(
                        "[\"v1\",\"v2\"]}",
                        "[\"v1\",\"v2\"]},{\"id\":\"s\",\"kind\":\"affinity\",\"vmIds\":[\"v1\",\"v2\"]}",
                        "INCONSISTENT",
                        "rules[0]",
                        "apart"),
                bad(
                        "[\"v1\",\"v2\"]}",
                        "[\"v1\",\"v2\"]},{\"id\":\"s\",\"kind\":\"vm-host\",\"vmIds\":[\"v1\"],\"hostIds\":[\"a\",\"b\"],\"negate\":true}",
                        "INCONSISTENT",
                        "rules[1]",
                        "no host"),
                bad(
                        "[\"v1\",\"v2\"]}",
                        "[\"v1\",\"v2\"]},{\"kind\":\"vm-host\",\"vmIds\":[\"v1\"],\"hostIds\":[\"zz\"]}",
                        "INCONSISTENT",
                        "rules[1].hostIds[0]",
                        "zz"),
                bad(
                        "[\"v1\",\"v2\"]}",
                        "[\"v1\",\"v2\"]},{\"kind\":\"among\",\"vmIds\":[\"v1\"],\"hostGroupsRef\":3}",
                        "INCONSISTENT",
                        "rules[1].hostGroupsRef",
                        "3"));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                bad("\"vcpus\":2", "\"vcpus\":2,\"id\":\"v1\"", "MALFORMED", "vms[0].vcpus", "\"id\" appears twice"),
                bad("\"objective\"", "\"name\":\"u\",\"objective\"", "MALFORMED", "name", "\"name\" appears twice"),
                bad(
                        "\"memMib\":2048",
                        "\"memMib\":2048,\"memMib\":2048",
                        "MALFORMED",
                        "vms[1].memMib",
                        "appears twice"),
                bad(
                        "\"cpuDemandMhz\":10.5",
                        "\"x\":{\"y\":1,\"y\":2},\"cpuDemandMhz\":1",
                        "MALFORMED",
                        "vms[1].x.y",
                        "appears twice"),
                bad("\"memMib\":4096", "\"memMib\":04096", "INVALID_VALUE", "vms[0].memMib", "04096"),
                bad("\"memMib\":4096", "\"memMib\":+4096", "INVALID_VALUE", "vms[0].memMib", "+4096"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":.5", "INVALID_VALUE", "vms[0].cpuDemandMhz", ".5"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":5.", "INVALID_VALUE", "vms[0].cpuDemandMhz", "5."),
                bad(
                        "\"cpuDemandMhz\":3000",
                        "\"cpuDemandMhz\":1e-300",
                        "INVALID_VALUE",
                        "vms[0].cpuDemandMhz",
                        "1e-300"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":1e31", "INVALID_VALUE", "vms[0].cpuDemandMhz", "1e31"),
                bad(
                        "\"cpuDemandMhz\":3000",
                        "\"cpuDemandMhz\":-Infinity",
                        "INVALID_VALUE",
                        "vms[0].cpuDemandMhz",
                        "-Infinity"),
                bad("\"cpuDemandMhz\":3000", "\"cpuDemandMhz\":\"NaN\"", "INVALID_VALUE", "vms[0].cpuDemandMhz", "NaN"),
                bad("\"id\":\"v1\"", "\"id\":\"v\n1\"", "MALFORMED", "vms[0].id", "closing quote"),
                bad("\"id\":\"v1\"", "\"id\":\"v\\x1\"", "MALFORMED", "vms[0].id", "an escape"),
                bad("\"id\":\"v1\"", "\"id\":\"v\\u12g4\"", "MALFORMED", "vms[0].id", "hexadecimal"),
                bad("\"rules\":[", "\"x\":" + "[".repeat(70) + ",\"rules\":[", "MALFORMED", NESTED, "deeper than 64"),
                bad(
                        "[\"v1\",\"v2\"]}",
                        "[\"v1\",\"v2\"]},{\"kind\":\"vm-host\",\"vmIds\":[\"v1\",\"v2\"],\"hostIds\":[\"a\"]}",
                        "INCONSISTENT",
                        "rules[0]",
                        "keeps 2 VMs apart, but the hosts and other rules leave only 1 hosts"),
                bad(
                        "[\"v1\",\"v2\"]}",
                        "[\"v1\",\"v2\"]},{\"kind\":\"affinity\",\"vmIds\":[\"v1\",\"v3\"]},{\"kind\":\"affinity\",\"vmIds\":[\"v3\",\"v2\"]}",
                        "INCONSISTENT",
                        "rules[1].vmIds[1]",
                        "v3"),
                bad(
                        "[\"v1\",\"v2\"]}",
                        "[\"v1\",\"v2\"]},{\"kind\":\"among\",\"vmIds\":[\"v1\"],\"hostGroups\":[]}",
                        "INCONSISTENT",
                        "rules[1]",
                        "leaves no host"),
                bad(
                        "\"rules\":[",
                        "\"hostGroups\":[[[\"b\"]]],\"rules\":[{\"kind\":\"among\",\"vmIds\":[\"v1\"],\"hostGroupsRef\":0},{\"kind\":\"vm-host\",\"vmIds\":[\"v1\"],\"hostIds\":[\"a\"]},",
                        "INCONSISTENT",
                        "rules[1]",
                        "leaves no host"));
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                bad(",\"vmIds\":[\"v1\",\"v2\"]", "", "INVALID_VALUE", "rules[0].vmIds", "is missing"),
                bad("[\"v1\",\"v2\"]", "null", "INVALID_VALUE", "rules[0].vmIds", "is missing"),
                bad(
                        "]}]}",
                        "]},{\"id\":\"r\",\"kind\":\"affinity\",\"vmIds\":[]}]}",
                        "INCONSISTENT",
                        "rules[1].id",
                        "\"r\""),
                bad("\"id\":\"r\"", "\"id\":\"\"", "INVALID_VALUE", "rules[0].id", "is \"\"; it should be a name"),
                bad("\"id\":\"b\"", "\"id\":\"\"", "INVALID_VALUE", "hosts[1].id", "is \"\""),
                bad("\"id\":\"v1\"", "\"id\":\"\"", "INVALID_VALUE", "vms[0].id", "is \"\""),
                bad("\"id\":\"v1\"", "\"id\":null", "INVALID_VALUE", "vms[0].id", "should be a text, but is null"),
                bad(
                        "\"state\":\"on\"",
                        "\"idleWatts\":200,\"peakWatts\":100",
                        "INCONSISTENT",
                        "hosts[0].idleWatts",
                        "(200.0) is above its peakWatts (100.0)"),
                bad("\"balance\"", "\"evacuate\"", "INVALID_VALUE", "objective.evacuateHostIds", "missing"),
                bad(
                        "\"balance\"",
                        "\"evacuate\",\"evacuateHostIds\":[]",
                        "INVALID_VALUE",
                        "objective.evacuateHostIds",
                        "empty"),
                bad(
                        "\"balance\"",
                        "\"restart\"",
                        "INVALID_VALUE",
                        "objective.deadHostIds",
                        "no host is in the state failed"),
                bad(
                        "\"balance\"",
                        "\"balance\",\"deadHostIds\":[\"a\"]",
                        "INCONSISTENT",
                        "objective.deadHostIds",
                        "objective.kind is \"balance\""),
                bad(
                        "\"balance\"",
                        "\"restart\",\"evacuateHostIds\":[\"a\"]",
                        "INCONSISTENT",
                        "objective.evacuateHostIds",
                        "ask evacuate"),
                bad(
                        "\"kind\":\"balance\"",
                        "\"kind\":\"bogus\",\"deadHostIds\":[\"a\"]",
                        "INVALID_VALUE",
                        "objective.kind",
                        "bogus"),
                bad(
                        "]}]}",
                        "]},{\"kind\":\"among\",\"vmIds\":[\"v1\"]}]}",
                        "INVALID_VALUE",
                        "rules[1].hostGroups",
                        "both missing"),
                bad(
                        "]}]}",
                        "]},{\"kind\":\"vm-host\",\"vmIds\":[\"v1\"]}]}",
                        "INVALID_VALUE",
                        "rules[1].hostIds",
                        "is missing"),
                bad(
                        "]}]}",
                        "]},{\"kind\":\"spread\",\"label\":\"rack\",\"vmIds\":[\"v1\"]}]}",
                        "INCONSISTENT",
                        "rules[1].label",
                        "no host has any, so give them zones"),
                bad("\"hosts\":[", "\"hosts\":null,\"future\":[", "INCONSISTENT", "hosts", "0 hosts"));
    }

    private static final String NESTED = "x" + "[0]".repeat(63);

    private static Arguments bad(String part, String instead, String code, String place, String says) {
        return Arguments.of(
                part.isEmpty()
                        ? ""
                        : GOOD.replaceFirst(
                                java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(instead)),
                code,
                place,
                says);
    }

    @ParameterizedTest(name = "{1} {2} {3}")
    @MethodSource({"bad", "malformed", "nonsense"})
    void isRefused(String text, String code, String place, String says) {
        var bad =
                catchThrowableOfType(BadInput.class, () -> InstanceReader.read(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(bad.code().name()).isEqualTo(code);
        assertThat(bad.place()).isEqualTo(place);
        assertThat(bad).hasMessageContaining(says);
    }

    @Test
    void moreVmsKeptApartThanHostsAreRefusedWithBothNumbers() {
        var vms = ",{\"id\":\"v3\",\"hostId\":null,\"cpuDemandMhz\":1,\"memMib\":1}],";
        var text = GOOD.replaceFirst("\\],\\s+\"rules\"", vms + "\"rules\"")
                .replace("[\"v1\",\"v2\"]", "[\"v1\",\"v2\",\"v3\"]");
        var bad =
                catchThrowableOfType(BadInput.class, () -> InstanceReader.read(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(bad.place()).isEqualTo("rules[0]");
        assertThat(bad).hasMessageContaining("keeps 3 VMs apart").hasMessageContaining("only 2 hosts");
    }

    @Test
    void textThatIsNotUtf8IsRefusedAndNotReplaced() {
        var bytes = GOOD.replace("\"v2\"", "\"v~\"").getBytes(StandardCharsets.ISO_8859_1);
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '~' ? (byte) 0xC3 : bytes[i];
        }
        var bad = catchThrowableOfType(BadInput.class, () -> InstanceReader.read(bytes));
        assertThat(bad.code()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(bad.place()).isEqualTo("vms[1].id");
        assertThat(bad).hasMessageContaining("not proper UTF-8");
    }

    @Test
    void aComplaintAboutAHugeTextIsShort() {
        var huge = "x".repeat(1_000_000);
        for (var text : List.of(
                GOOD.replace("\"hostId\":\"a\"", "\"hostId\":\"" + huge + "\""),
                GOOD.replace("\"vcpus\":2", "\"" + huge + "\":{]"))) {
            var bad = catchThrowableOfType(
                    BadInput.class, () -> InstanceReader.read(text.getBytes(StandardCharsets.UTF_8)));
            assertThat((bad.getMessage() + bad.place()).length()).isLessThan(500);
        }
    }

    @Test
    void namesOfManyMembersAreEachAllowedOnce() {
        var names = new StringBuilder();
        for (var i = 0; i < 5000; i++) {
            names.append("\"n").append(i).append("\":0,");
        }
        var twice = GOOD.replaceFirst("\"vcpus\"", names + "\"n17\":0,\"vcpus\"");
        var bad =
                catchThrowableOfType(BadInput.class, () -> InstanceReader.read(twice.getBytes(StandardCharsets.UTF_8)));
        assertThat(bad).hasMessageContaining("\"n17\" appears twice");
        var once = GOOD.replaceFirst("\"vcpus\"", names + "\"vcpus\"");
        assertThat(InstanceReader.read(once.getBytes(StandardCharsets.UTF_8)).name())
                .isEqualTo("t");
    }

    @ParameterizedTest
    @MethodSource("fine")
    void isTaken(String text) {
        assertThat(InstanceReader.read(text.getBytes(StandardCharsets.UTF_8)).name())
                .isEqualTo("t");
    }

    static Stream<String> fine() {
        return Stream.of(
                GOOD,
                "\uFEFF" + GOOD,
                GOOD.replace("\"name\":\"t\"", "\"name\":\"\\u0074\",\"future\":{\"x\":[1,true,null,\"y\"]}"),
                GOOD.replace("\"hostId\":\"a\"", "\"hostId\":null"),
                GOOD.replace("\"limits\":{\"maxMigrationsPerHost\":2}", "\"limits\":null"),
                GOOD.replace("\"vcpus\":2,", ""),
                GOOD.replace("\"vcpus\":2,", "\"vcpus\":null,\"shares\":null,"),
                GOOD.replace("\"cpuCores\":4", "\"cpuCores\":null,\"zones\":{\"rack\":null}"),
                GOOD.replace("{\"kind\":\"balance\"}", "null"),
                GOOD.replace("\"kind\":\"balance\"", "\"kind\":null,\"evacuateHostIds\":[]"),
                GOOD.replace("\"id\":\"r\"", "\"id\":null"),
                GOOD.replaceFirst("(?s)\"rules\":.*", "\"rules\":null}"),
                GOOD.replaceFirst("(?s)\"vms\":.*", "\"vms\":null}"),
                GOOD.replace("\"balance\"", "\"restart\"").replace("\"state\":\"on\"", "\"state\":\"failed\""),
                GOOD.replace("\"state\":\"on\"", "\"idleWatts\":200"),
                GOOD.replace("\"vcpus\":2", "\"vcpus\":2,\"future\":[1e999,-0.5E+3,9223372036854775807]"),
                GOOD.replace("8192", "4611686018427387904").replace("4096", "4611686018427387904"));
    }
}
