package io.atoll.ha.zk.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterRulesTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(3, 1));
    private static final String PATH = "/atoll/rules";

    private final Random random = new Random(1);

    private static SortedSet<VmId> vms(int from, int count) {
        var ids = new TreeSet<VmId>();
        for (var vm = from; vm < from + count; vm++) {
            ids.add(new VmId(new UUID(0x9e3779b97f4a7c15L * vm, vm)));
        }
        return ids;
    }

    private static SortedSet<HostId> hosts(int from, int count) {
        var ids = new TreeSet<HostId>();
        for (var host = from; host < from + count; host++) {
            ids.add(new HostId(new UUID(host, 0x9e3779b97f4a7c15L * host)));
        }
        return ids;
    }

    private static SortedMap<HostId, SortedMap<String, String>> zones(int count) {
        var zones = new TreeMap<HostId, SortedMap<String, String>>();
        for (var host : hosts(0, count)) {
            zones.put(host, new TreeMap<>(java.util.Map.of("rack", "r" + zones.size() % 3, "owner", "ops")));
        }
        return zones;
    }

    private static ClusterRules readBack(ClusterRules rules) {
        return ClusterRules.read(PATH, rules.cluster(), rules.data());
    }

    @Test
    void everyKindComesBackAsItWas() {
        var must = List.<Rule>of(
                new Rule.KeepApart("apart \"web\" äöü 网", vms(0, 3)),
                new Rule.KeepTogether("together", vms(2, 2)),
                new Rule.OnlyOn("licensed", vms(0, 1), hosts(0, 2)),
                new Rule.OnlyOn("nowhere", vms(0, 1), hosts(0, 0)),
                new Rule.NeverOn("never", vms(1, 1), hosts(2, 1)),
                new Rule.WithinOneGroup("one rack", vms(0, 4), List.of(hosts(0, 2), hosts(2, 1))));
        var should = List.<Preference>of(
                new Preference.Should(new Rule.KeepTogether("friends", vms(4, 2)), 1e5),
                new Preference.SpreadOverZones("spread", vms(0, 4), "rack", 1e5),
                new Preference.BlastRadius("blast", vms(0, 4), "rack", 0.5, 3),
                new Preference.BlastRadius("blast hosts", vms(0, 4), null, 1.0 / 3, 1e5));
        var fitted = ClusterRules.fitting(CLUSTER, must, should, zones(4));
        assertThat(fitted.leftOut()).isEmpty();
        assertThat(fitted.told().must()).containsExactlyInAnyOrderElementsOf(must);
        assertThat(fitted.told().should()).containsExactlyInAnyOrderElementsOf(should);
        assertThat(fitted.told().zones().values())
                .hasSize(4)
                .allMatch(named -> named.keySet().equals(new TreeSet<>(List.of("rack"))));
        assertThat(readBack(fitted.told())).isEqualTo(fitted.told());
        assertThat(readBack(ClusterRules.none(CLUSTER))).isEqualTo(ClusterRules.none(CLUSTER));
    }

    /** A thousand VMs, each in a rule with nine others and in one about hosts, and all of them in two more. */
    @Test
    void theRulesOfALargeClusterFit() {
        var must = new ArrayList<Rule>();
        for (var group = 0; group < 100; group++) {
            must.add(new Rule.KeepApart("replicas of service " + group, vms(group * 10, 10)));
            must.add(new Rule.OnlyOn("site of service " + group, vms(group * 10, 10), hosts(group % 10, 5)));
        }
        for (var all = 0; all < 2; all++) {
            must.add(new Rule.NeverOn("not on " + all, vms(0, 1000), hosts(all, 1)));
        }
        var fitted = ClusterRules.fitting(CLUSTER, must, List.of(), zones(50));
        assertThat(fitted.leftOut()).isEmpty();
        assertThat(readBack(fitted.told()).must()).hasSize(must.size());
    }

    @Test
    void whatIsTooMuchIsLeftOutTheLargestAboutVmsFirst() {
        var must = List.<Rule>of(
                new Rule.KeepApart("huge", vms(10, 3000)),
                new Rule.KeepApart("small", vms(0, 10)),
                new Rule.NeverOn("licence", vms(0, 2000), hosts(0, 3)),
                new Rule.NeverOn("huge licence", vms(5000, 4000), hosts(0, 3)));
        var should = List.<Preference>of(
                new Preference.Should(new Rule.KeepTogether("large friends", vms(5000, 2000)), 1),
                new Preference.Should(new Rule.KeepTogether("friends", vms(0, 5)), 1));
        var fitted = ClusterRules.fitting(CLUSTER, must, should, zones(3));
        assertThat(fitted.leftOut()).containsExactly("huge", "huge licence", "large friends");
        assertThat(fitted.told().must().stream().map(Rule::name)).containsExactly("licence", "small");
        assertThat(fitted.told().should().stream().map(Preference::name)).containsExactly("friends");
        assertThat(fitted.told().data().length).isLessThanOrEqualTo(ClusterRules.MOST_BYTES);
    }

    /** Whatever the rules are, what was chosen can be written. */
    @Test
    void whatWasChosenIsNeverLargerThanTheNode() {
        for (var round = 0; round < 20; round++) {
            var must = new ArrayList<Rule>();
            var should = new ArrayList<Preference>();
            for (var rule = 0; rule < random.nextInt(1, 256); rule++) {
                var name = "\u0001\"网".repeat(random.nextInt(1, 20)) + rule;
                var members = vms(random.nextInt(4000), random.nextInt(1, 400));
                switch (random.nextInt(4)) {
                    case 0 -> must.add(new Rule.KeepApart(name, members));
                    case 1 -> must.add(new Rule.OnlyOn(name, members, hosts(random.nextInt(200), random.nextInt(64))));
                    case 2 ->
                        must.add(new Rule.WithinOneGroup(
                                name, members, List.of(hosts(0, random.nextInt(9)), hosts(9, random.nextInt(99)))));
                    default ->
                        should.add(new Preference.BlastRadius(
                                name, members, random.nextBoolean() ? "rack" : null, random.nextDouble(0.1, 1), 1e5));
                }
            }
            var told = ClusterRules.fitting(CLUSTER, must, should, zones(random.nextInt(200)))
                    .told();
            assertThat(readBack(told)).isEqualTo(told);
        }
    }

    @Test
    void moreThanANodeHoldsIsNotWritten() {
        var rules = new ClusterRules(
                CLUSTER, List.of(new Rule.KeepApart("huge", vms(0, 4000))), List.of(), new TreeMap<>());
        assertThatThrownBy(rules::data)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 65536");
    }

    @Test
    void aKindOfALaterVersionBindsNobody() {
        var data = """
                {"vms": ["AAAAAAAAAAAAAAAAAAAAAQ"], "hosts": [], "zones": {}, "more": 1,
                 "must": [{"kind": "ON_FULL_MOON", "name": "m", "vms": [0]}, {"kind": "KEEP_APART", "name": "a", "vms": [0]}],
                 "should": [{"kind": "ON_FULL_MOON", "name": "m", "vms": [0], "weight": 2}]}""";
        var rules = ClusterRules.read(PATH, CLUSTER, data.getBytes(StandardCharsets.UTF_8));
        assertThat(rules.must())
                .containsExactly(new Rule.KeepApart("a", new TreeSet<>(List.of(new VmId(new UUID(0, 1))))));
        assertThat(rules.should()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"vms\": [], \"hosts\": [], \"zones\": {}, \"should\": []}",
                "{\"vms\": [\"AA\"], \"hosts\": [], \"zones\": {}, \"must\": [], \"should\": []}",
                "{\"vms\": [], \"hosts\": [], \"zones\": {}, \"should\": [], \"must\": [{\"kind\": \"KEEP_APART\", \"name\": \"a\", \"vms\": [0]}]}",
                "{\"vms\": [], \"hosts\": [], \"zones\": {}, \"should\": [], \"must\": [{\"kind\": \"ONLY_ON\", \"name\": \"a\", \"vms\": []}]}",
                "{\"vms\": [], \"hosts\": [], \"zones\": {\"rack\": {\"r1\": [-1]}}, \"should\": [], \"must\": []}",
            })
    void whatMakesNoSenseIsRefusedWithTheNodesName(String data) {
        assertThatThrownBy(() -> ClusterRules.read(PATH, CLUSTER, data.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(PATH);
    }
}
