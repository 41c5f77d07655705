package io.atoll.ha.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.sim.check.Violation;
import io.atoll.ha.sim.cluster.Story;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of rules sees what a placement does that knows none, and has nothing to say against ours. */
class RuleJudgeTest {
    private static final RestartPlacement BLIND = cluster -> new SchedulerPlacement().in(cluster.withRules(List.of()));

    @ParameterizedTest
    @ValueSource(strings = {"rule-apart-no-host", "rule-never-on", "rule-only-on", "rules-when-two-hosts-die"})
    void aPlacementThatKnowsNoRulesIsFound(String name) throws Exception {
        var scenario = ScenarioReader.read(Files.readString(Path.of("src", "test", "scenarios", name, "scenario")));
        assertThat(new ScenarioRun(scenario, BLIND, Story.UNTOLD).play().violations())
                .extracting(Violation::kind)
                .contains(Violation.Kind.RULE_BROKEN);
        assertThat(new ScenarioRun(scenario, Story.UNTOLD).play().violations()).isEmpty();
    }
}
