package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BrokenRulesTest {
    private static final String HOSTS = "host n1\nhost n2\nhost n3\n";

    private static List<String> broken(String lines) {
        var cluster = CaseText.parse((HOSTS + lines).lines().toList()).cluster();
        return BrokenRules.of(cluster, PlanReferee.start(cluster)).stream()
                .map(BrokenRules.Broken::text)
                .toList();
    }

    @Test
    void eachKindNamesWhoBreaksItAndWhere() {
        assertThat(broken("vm a on n1\nvm b on n1\nvm c on n2\napart a b c"))
                .containsExactly("rule apart-0 is broken: a, b are on one host, n1, and must be apart");
        assertThat(broken("vm a on n1\nvm b on n2\ntogether a b"))
                .containsExactly("rule together-0 is broken: a, b are on several hosts, n1, n2, and must be together");
        assertThat(broken("vm a on n1\nvm b on n2\nonly a b on n2"))
                .containsExactly("rule only-0 is broken: a is on n1, which the rule does not allow");
        assertThat(broken("vm a on n1\nvm b on n1\nnever a b on n1"))
                .containsExactly("rule never-0 is broken: a, b are on n1, which the rule forbids");
        assertThat(broken("vm a on n1\nvm b on n3\nwithin a b of n1 n2 | n3"))
                .containsExactly("rule within-0 is broken: a, b are on n1, n3, and no group of hosts has them all");
    }

    @Test
    void whatHoldsAndWhoHasNoHostIsNotNamed() {
        assertThat(broken("vm a on n1\nvm b on n2\nvm c\napart a b c\ntogether a c\nonly a c on n1\nnever b c on n1"
                        + "\nwithin a b c of n1 n2 | n3"))
                .isEmpty();
    }

    @Test
    void apartCountsOnceForEachHost() {
        assertThat(broken("vm a on n1\nvm b on n1\nvm c on n2\nvm d on n2\napart a b c d"))
                .hasSize(2);
    }

    @Test
    void theEndIsLookedAtAndNotTheStart() {
        var cluster = CaseText.parse(
                        (HOSTS + "vm a on n1\nvm b on n1\napart a b").lines().toList())
                .cluster();
        var end = new TreeMap<>(PlanReferee.start(cluster));
        end.put(end.firstKey(), cluster.hosts().lastKey());
        assertThat(BrokenRules.of(cluster, end)).isEmpty();
    }
}
