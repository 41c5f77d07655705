package io.atoll.drs.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an instance may say beyond the neutral format: zones, reach, resource pools, should-rules, spare hosts, what-ifs. */
class RicherInstanceTest {
    @TempDir
    Path folder = Path.of("");

    private static final String RICH = """
        {"schema":"drs-instance/1","name":"rich","objective":{"kind":"place","whatIf":[]},
         "limits":{"spareHosts":1,"maxMigrations":4,"migrationNetMbps":10000},
         "hosts":[{"id":"a","cpuCapacityMhz":8000,"memCapacityMib":8192,"zones":{"rack":"r1","room":"x"},
                   "storagePools":["fast"],"networks":["lan"],"cpuFeatures":["avx2"]},
                  {"id":"b","cpuCapacityMhz":8000,"memCapacityMib":8192,"zones":{"rack":"r2"},"storagePools":["fast"]}],
         "resourcePools":[{"id":"p","cpuReservationMhz":100,"cpuLimitMhz":4000,"cpuShares":2000,"memLimitMib":6144},
                          {"id":"q","parentId":"p"}],
         "vms":[{"id":"v1","hostId":"a","cpuDemandMhz":1000,"memMib":2048,"reservationMhz":50,"limitMhz":2000,"shares":500,
                 "netMbps":10,"memActiveMib":512,"dirtyMibPerSecond":3.5,"storagePools":["fast"],"networks":["lan"],
                 "cpuFeatures":["avx2"],"resourcePool":"q"},
                {"id":"v2","cpuDemandMhz":10.5,"memMib":2048,"storagePools":["fast"],"resourcePool":"p"}],
         "rules":[{"id":"far","kind":"anti-affinity","vmIds":["v1","v2"],"weight":2},
                  {"id":"zones","kind":"spread","vmIds":["v1","v2"],"label":"rack"},
                  {"id":"blast","kind":"blast-radius","vmIds":["v1","v2"],"maxSharePct":50}]}
        """;

    @Test
    void everythingThatIsSaidReachesTheCluster() {
        var cluster = read(RICH).cluster();
        assertThat(cluster.limits().spareHosts()).isEqualTo(1);
        assertThat(cluster.limits().network().migrationsAtOnce()).isEqualTo(4);
        assertThat(cluster.limits().network().mbps()).isEqualTo(10_000);
        var host = cluster.hosts().firstEntry().getValue();
        assertThat(host.zones()).containsEntry("rack", "r1").containsEntry("room", "x");
        assertThat(host.reach().features().names()).containsExactly("avx2");
        var vm = cluster.vms().firstEntry().getValue();
        assertThat(vm.cpu().reservation().value()).isEqualTo(50);
        assertThat(vm.cpu().shares()).isEqualTo(500);
        assertThat(vm.needs().networkMbps()).isEqualTo(10);
        assertThat(vm.needs().metBy(host.reach())).isTrue();
        assertThat(vm.needs().metBy(cluster.hosts().lastEntry().getValue().reach()))
                .isFalse();
        assertThat(vm.memory().active().value()).isEqualTo(512);
        assertThat(vm.memory().dirtyMibPerSecond()).isEqualTo(3.5);
        assertThat(vm.standing().resourcePool()).isEqualTo("q");
        assertThat(cluster.resourcePools().lastEntry().getValue().parent()).isEqualTo("p");
        assertThat(cluster.resourcePools().firstEntry().getValue().memory().limitMib())
                .isEqualTo(6144L);
        assertThat(cluster.rules()).isEmpty();
        assertThat(cluster.preferences()).hasSize(3);
    }

    @Test
    void aVmIsPlacedWherePreferencesAndReachWantIt() {
        assertThat(plan(RICH)).contains("{\"vmId\":\"v2\",\"fromHostId\":null,\"toHostId\":\"b\"");
    }

    @Test
    void poolsAndNetworksKeepTheirNamesInThePlanAndTheError() throws IOException {
        var file = folder.resolve("instance.json");
        var plan = folder.resolve("plan.json");
        Files.writeString(
                file,
                RICH.replace(
                        "\"storagePools\":[\"fast\"],\"resourcePool\":\"p\"",
                        "\"storagePools\":[\"fast\",\"p$1\"],\"networks\":[\"san\",\"lan\"]"));
        var errors = new ByteArrayOutputStream();
        var print = new PrintStream(errors, true, StandardCharsets.UTF_8);
        var code = new DrsLab(InputStream.nullInputStream(), System.out, print, Stopwatch.sinceNow())
                .run(file.toString(), plan.toString(), "--explain");
        assertThat(code).isEqualTo(7);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("VM v2").doesNotContain("9c1f5e02");
        assertThat(Files.readString(plan))
                .contains("lacks the storage pool p$1 and the network san", "\"pools\":[\"p$1\"],\"networks\":[\"san\"")
                .doesNotContain("9c1f5e02");
    }

    @Test
    void theExplanationNamesPoolsAndNetworks() {
        var names = new ReachNames();
        var pool = names.storagePool("fast");
        var network = names.network("fast");
        var json = new JsonWriter(16, names::named);
        json.member("text", "lacks " + pool + " and " + network + " and 9c1f5e02-b7a4-4d63-0000-000000000009");
        json.texts("pools", List.of(pool.toString()));
        assertThat(json.text())
                .isEqualTo(
                        "\"text\":\"lacks fast and fast and 9c1f5e02-b7a4-4d63-0000-000000000009\",\"pools\":[\"fast\"]");
    }

    @Test
    void theVmsOfADeadHostAreRestarted() {
        var restart = RICH.replace("\"kind\":\"place\",\"whatIf\":[]", "\"kind\":\"restart\",\"deadHostIds\":[\"b\"]");
        assertThat(plan(restart)).contains("{\"vmId\":\"v2\",\"fromHostId\":null,\"toHostId\":\"a\"");
    }

    @Test
    void aWhatIfIsAskedOfTheChangedCluster() {
        var changed = RICH.replace(
                "\"whatIf\":[]",
                "\"whatIf\":[{\"kind\":\"hosts-added\",\"ids\":[\"b\"],\"count\":2},{\"kind\":\"vms-added\",\"ids\":[\"v2\"]},"
                        + "{\"kind\":\"demand-grows\",\"factor\":2},{\"kind\":\"rule-gone\",\"ids\":[\"far\"]},"
                        + "{\"kind\":\"host-dies\",\"ids\":[\"b\"]}]");
        var cluster = read(changed).cluster();
        assertThat(cluster.hosts()).hasSize(4);
        assertThat(cluster.vms()).hasSize(3);
        assertThat(cluster.vms().firstEntry().getValue().cpu().demand().value()).isEqualTo(2000);
        assertThat(cluster.preferences()).hasSize(2);
        assertThat(plan(changed)).contains("\"toHostId\":\"b#").doesNotContain("\"toHostId\":\"b\"");
    }

    @Test
    void theVmsOfAHostThatHasFailedAreRestartedToo() {
        var failed = RICH.replace("\"kind\":\"place\",\"whatIf\":[]", "\"kind\":\"restart\"")
                .replace("{\"id\":\"b\",", "{\"id\":\"b\",\"state\":\"failed\",")
                .replace("{\"id\":\"v2\",", "{\"id\":\"v2\",\"hostId\":\"b\",");
        assertThat(plan(failed)).contains("{\"vmId\":\"v2\",\"fromHostId\":null,\"toHostId\":\"a\"");
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("\"spareHosts\":1", "\"spareHosts\":9", "INVALID_VALUE", "limits.spareHosts", "9"),
                bad("\"maxMigrations\":4", "\"maxMigrations\":0", "INVALID_VALUE", "limits.maxMigrations", "0"),
                bad("\"parentId\":\"p\"", "\"parentId\":\"z\"", "INCONSISTENT", "resourcePools[1].parentId", "z"),
                bad("\"parentId\":\"p\"", "\"parentId\":\"q\"", "INCONSISTENT", "resourcePools[1].parentId", "q"),
                bad("\"id\":\"q\"", "\"id\":\"p\"", "INCONSISTENT", "resourcePools[1].id", "p"),
                bad("\"cpuLimitMhz\":4000", "\"cpuLimitMhz\":99", "INCONSISTENT", "resourcePools[0].cpuLimitMhz", "99"),
                bad("\"resourcePool\":\"q\"", "\"resourcePool\":\"z\"", "INCONSISTENT", "vms[0].resourcePool", "z"),
                bad(
                        "\"reservationMhz\":50",
                        "\"reservationMhz\":2001",
                        "INCONSISTENT",
                        "vms[0].reservationMhz",
                        "2001"),
                bad("\"netMbps\":10", "\"netMbps\":-1", "INVALID_VALUE", "vms[0].netMbps", "-1"),
                bad("\"shares\":500", "\"shares\":0", "INVALID_VALUE", "vms[0].shares", "0"),
                bad(
                        "\"cpuFeatures\":[\"avx2\"]}",
                        "\"cpuFeatures\":[\"A B\"]}",
                        "INVALID_VALUE",
                        "hosts[0].cpuFeatures",
                        "lower-case"),
                bad(
                        "\"label\":\"rack\"",
                        "\"label\":\"rak\"",
                        "INCONSISTENT",
                        "rules[1].label",
                        "labels they have are \"rack\", \"room\""),
                bad(
                        "\"maxSharePct\":50",
                        "\"maxSharePct\":50,\"label\":\"zone\"",
                        "INCONSISTENT",
                        "rules[2].label",
                        "\"zone\""),
                bad("\"id\":\"q\",", "\"id\":\"\",", "INVALID_VALUE", "resourcePools[1].id", "is \"\""),
                bad(
                        "\"whatIf\":[]",
                        "\"whatIf\":[{\"kind\":\"rule-gone\",\"ids\":[\"near\"]}]",
                        "INCONSISTENT",
                        "objective.whatIf[0].ids[0]",
                        "the rule \"near\", which is not in the instance"),
                bad("\"label\":\"rack\"", "\"label\":null", "INVALID_VALUE", "rules[1].label", "missing"),
                bad("\"maxSharePct\":50", "\"maxSharePct\":101", "INVALID_VALUE", "rules[2].maxSharePct", "101"),
                bad("\"maxSharePct\":50", "\"x\":50", "INVALID_VALUE", "rules[2].maxSharePct", "missing"),
                bad("\"weight\":2", "\"weight\":1e9", "INVALID_VALUE", "rules[0].weight", "1.0E9"),
                bad(
                        "\"whatIf\":[]",
                        "\"whatIf\":[{\"kind\":\"host-dies\",\"ids\":[\"zz\"]}]",
                        "INCONSISTENT",
                        "objective.whatIf[0].ids[0]",
                        "zz"),
                bad(
                        "\"whatIf\":[]",
                        "\"whatIf\":[{\"kind\":\"host-dies\"}]",
                        "INVALID_VALUE",
                        "objective.whatIf[0].ids",
                        "0"),
                bad(
                        "\"whatIf\":[]",
                        "\"whatIf\":[{\"kind\":\"vms-added\",\"ids\":[\"v1\"],\"count\":100001}]",
                        "INVALID_VALUE",
                        "objective.whatIf[0].count",
                        "100001"),
                bad(
                        "\"whatIf\":[]",
                        "\"whatIf\":[{\"kind\":\"demand-grows\"}]",
                        "INVALID_VALUE",
                        "objective.whatIf[0].factor",
                        "missing"),
                bad(
                        "\"whatIf\":[]",
                        "\"whatIf\":[{\"kind\":\"rain\"}]",
                        "INVALID_VALUE",
                        "objective.whatIf[0].kind",
                        "rain"));
    }

    private static Arguments bad(String good, String replacement, String code, String place, String named) {
        return Arguments.of(good, replacement, code, place, named);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatCannotBeUsedIsRefusedByName(String good, String replacement, String code, String place, String named) {
        assertThat(RICH).contains(good);
        var refused = catchThrowableOfType(BadInput.class, () -> read(RICH.replace(good, replacement)));
        assertThat(refused.code().name()).isEqualTo(code);
        assertThat(refused.place()).isEqualTo(place);
        assertThat(refused).hasMessageContaining(named);
    }

    private static Instance read(String text) {
        return InstanceReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plan(String text) {
        var out = new ByteArrayOutputStream();
        var line = String.join(" ", List.of(text.split("\n"))) + "\n";
        var in = new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new DrsLab(in, print, print, Stopwatch.sinceNow()).run("--stdio");
        return out.toString(StandardCharsets.UTF_8);
    }
}
