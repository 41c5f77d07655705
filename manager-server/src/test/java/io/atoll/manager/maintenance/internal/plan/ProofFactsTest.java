package io.atoll.manager.maintenance.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.maintenance.internal.book.Evidence;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A host is empty only where everybody says so. */
class ProofFactsTest {
    private static final VmId VM = new VmId(new UUID(2, 1));
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static SortedSet<VmId> vms(VmId... ids) {
        return new TreeSet<>(Set.of(ids));
    }

    private static ProofFacts facts(
            SortedSet<VmId> skipped,
            SortedSet<VmId> owned,
            Optional<SortedSet<VmId>> reported,
            SortedSet<VmId> counted,
            List<String> tasks) {
        return new ProofFacts(
                new TreeMap<>(Map.of(VM, "web-1")),
                skipped,
                owned,
                reported,
                counted,
                tasks,
                List.of(),
                Optional.empty());
    }

    @Test
    void nobodyKnowsOfAnythingThere() {
        var facts = facts(vms(), vms(), Optional.of(vms()), vms(), List.of());
        assertThat(facts.isEmptied()).isTrue();
        assertThat(facts.evidence(NOW)).hasSize(6).allMatch(Evidence::holds);
    }

    @Test
    void oneWordAgainstItIsEnough() {
        assertThat(facts(vms(), vms(VM), Optional.of(vms()), vms(), List.of()).isEmptied())
                .isFalse();
        assertThat(facts(vms(), vms(), Optional.of(vms(VM)), vms(), List.of()).isEmptied())
                .isFalse();
        assertThat(facts(vms(), vms(), Optional.of(vms()), vms(VM), List.of()).isEmptied())
                .isFalse();
        assertThat(facts(vms(), vms(), Optional.of(vms()), vms(), List.of("image.pull"))
                        .isEmptied())
                .isFalse();
    }

    @Test
    void anAgentThatIsNotHeardProvesNothing() {
        assertThat(facts(vms(), vms(), Optional.empty(), vms(), List.of()).isEmptied())
                .isFalse();
    }

    @Test
    void whoWasLeftThereOnPurposeHoldsNothingUpAndMakesItUnsafe() {
        var facts = facts(vms(VM), vms(VM), Optional.of(vms(VM)), vms(VM), List.of());
        assertThat(facts.isEmptied()).isTrue();
        assertThat(facts.evidence(NOW))
                .anyMatch(part -> !part.holds() && part.detail().contains("web-1"));
    }
}
