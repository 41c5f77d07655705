package io.atoll.manager.drs.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.drs.internal.Recommendation.End;
import io.atoll.manager.drs.internal.Recommendation.Move;
import io.atoll.manager.drs.internal.Recommendation.Why;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which migrations of a plan need which. */
class PrerequisitesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final Prerequisites alone = new Prerequisites(List.of());
    private final Recommendation db = open("db", "b", "c", 0);
    private final Recommendation web = open("web", "a", "b", 1);
    private final Recommendation mail = open("mail", "d", "a", 2);
    private final Recommendation other = open("other", "e", "f", 2);

    @Test
    void aMigrationNeedsThoseThatLeaveItsTargetAndWhatTheseNeed() {
        assertThat(alone.with(mail, List.of(db, web, mail, other))).containsExactly(mail, web, db);
        assertThat(alone.with(other, List.of(db, web, mail, other))).containsExactly(other);
    }

    @Test
    void whatNeedsASnoozedOneIsNotReady() {
        assertThat(alone.ready(List.of(db, web, mail, other))).containsExactly(db, web, mail, other);
        assertThat(alone.ready(List.of(snoozed(db, NOW), web, mail, other))).containsExactly(other);
        assertThat(alone.ready(List.of(db, snoozed(web, NOW), mail, other))).containsExactly(db, other);
    }

    @Test
    void aSnoozedOneOfAnEarlierPlanIsNotNeeded() {
        var old = snoozed(db, NOW.minusSeconds(60));
        assertThat(alone.ready(List.of(old, web, mail, other))).containsExactly(web, mail, other);
        assertThat(alone.with(web, List.of(old, web, mail, other))).containsExactly(web);
    }

    @Test
    void thoseOfOneWaveDoNotNeedEachOther() {
        assertThat(alone.ready(List.of(snoozed(db, NOW), open("same", "a", "b", 0))))
                .hasSize(1);
    }

    @Test
    void whoIsKeptTogetherGoesTogether() {
        var left = open("left", "a", "b", 0);
        var right = open("right", "a", "b", 0);
        var stranger = open("stranger", "a", "b", 0);
        var pair = new Prerequisites(List.of(new Rule.KeepTogether(
                "pair", new TreeSet<>(List.of(left.move().vm(), right.move().vm())))));
        assertThat(pair.with(left, List.of(left, right, stranger))).containsExactly(left, right);
        assertThat(pair.ready(List.of(left, snoozed(right, NOW), stranger))).containsExactly(stranger);
        assertThat(pair.ready(List.of(left, right, stranger))).containsExactly(left, right, stranger);
        var chain = new Prerequisites(List.of(
                new Rule.KeepTogether(
                        "pair",
                        new TreeSet<>(List.of(left.move().vm(), right.move().vm()))),
                new Rule.KeepTogether(
                        "other",
                        new TreeSet<>(List.of(right.move().vm(), stranger.move().vm())))));
        assertThat(chain.ready(List.of(snoozed(left, NOW), right, stranger)))
                .as("the one in the middle stays, so the last one does")
                .isEmpty();
    }

    private static Recommendation open(String vm, String from, String to, int wave) {
        return new Recommendation(
                id(vm),
                new ClusterId(id("cluster")),
                1,
                RecommendationState.OPEN,
                NOW,
                new Move(new VmId(id("vm " + vm)), vm, end(from), end(to)),
                wave,
                new Why(
                        "EVENS",
                        "evens",
                        "to even the cluster",
                        new Effect(1, 0, List.of(), 1, 1, null, List.of(), null)),
                null,
                null);
    }

    private static Recommendation snoozed(Recommendation one, Instant seenAt) {
        return new Recommendation(
                one.id(),
                one.cluster(),
                1,
                RecommendationState.SNOOZED,
                seenAt,
                one.move(),
                one.wave(),
                one.why(),
                null,
                null);
    }

    private static End end(String name) {
        return new End(new HostId(id("host " + name)), name);
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
