package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Effort;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is answered when the caller's time is over before the search begins: less good, never unsafe. */
class TimeOverTest {
    @Property(tries = 300)
    void everyPlanIsSafe(@ForAll("clusters") Cluster cluster) {
        for (var question : List.of(
                new Question.Balance(BalancePolicy.DEFAULT),
                new Question.Consolidate(),
                new Question.Place(),
                new Question.Evacuate(new TreeSet<>(List.of(cluster.hosts().firstKey()))),
                new Question.Repair())) {
            assertThat(PlanReferee.faults(cluster, plan(answer(cluster, question))))
                    .as("%s", question)
                    .isEmpty();
        }
    }

    /** As many as the engine asks about after a step: the time is over for most of them. */
    @Test
    void whoNeedsAPlaceGetsOneAndNotAllTheSame() {
        var lines = new ArrayList<String>();
        for (var h = 0; h < 40; h++) {
            lines.add("host n" + h + (h == 0 ? " standby" : ""));
        }
        for (var v = 0; v < 3000; v++) {
            lines.add("vm v%d ghz 0.01 gib 0.1".formatted(v));
        }
        lines.add("limits cpu 100 mem 100 vcpus 100 moves 4");
        var cluster = CaseText.parse(lines).cluster();
        var answer = answer(cluster, new Question.Place());
        assertThat(answer).isInstanceOf(Answer.Planned.class);
        var plan = plan(answer);
        assertThat(plan.finalHosts()).hasSize(3000);
        assertThat(new HashSet<>(plan.finalHosts().values())).hasSize(39);
    }

    @Test
    void aPackingThatCannotBeFinishedIsNotBegun() {
        var cluster = CaseText.parse(List.of("host n1", "host n2", "vm a on n1", "vm b on n2"))
                .cluster();
        assertThat(plan(answer(cluster, new Question.Consolidate())).migrationCount())
                .isZero();
        assertThat(plan(new Scheduler(1, Effort.usual()).answer(cluster, new Question.Consolidate()))
                        .migrationCount())
                .isEqualTo(1);
    }

    @Test
    void anExplanationThatIsCutShortSaysSo() {
        var text = CaseText.parse(List.of(
                "ask evacuate n1", "host n1", "host n2", "host n3", "vm a on n1 pinned", "vm b on n1", "vm c on n2"));
        var answer = new Scheduler(1, Effort.usual()).answer(text.cluster(), text.question());
        var full = Explanation.of(text.cluster(), text.question(), answer);
        assertThat(full.cutShort()).isFalse();
        assertThat(full.moves().getFirst().alternatives()).isNotEmpty();
        assertThat(full.stays()).isNotEmpty();
        assertThat(full.hosts()).allSatisfy(host -> assertThat(host.emptying()).isNotNull());
        var cut = Explanation.of(text.cluster(), text.question(), answer, () -> false);
        assertThat(cut.cutShort()).isTrue();
        assertThat(cut.moves().getFirst().reason())
                .isEqualTo(full.moves().getFirst().reason());
        assertThat(cut.moves().getFirst().alternatives()).isEmpty();
        assertThat(cut.staysNotListed())
                .isEqualTo(full.stays().size() + full.staysNotListed())
                .isPositive();
        assertThat(cut.hosts())
                .hasSize(3)
                .allSatisfy(host -> assertThat(host.emptying()).isNull());
    }

    private static Answer answer(Cluster cluster, Question question) {
        return new Scheduler(1, Effort.of(1, () -> false)).answer(cluster, question);
    }

    private static Plan plan(Answer answer) {
        return switch (answer) {
            case Answer.Planned(var plan) -> plan;
            case Answer.Impossible(var _, var partial) -> partial;
        };
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled();
    }
}
