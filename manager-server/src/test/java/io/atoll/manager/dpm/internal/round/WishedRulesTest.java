package io.atoll.manager.dpm.internal.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.power.ZoneLimit;
import io.atoll.manager.dpm.internal.book.RoomWishes.Wish;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A VM that was refused before it existed is in the rules that meant it then. */
class WishedRulesTest {
    private static final SortedSet<HostId> HOSTS = new TreeSet<>(List.of(new HostId(new UUID(1, 1))));
    private static final VmId OLD = new VmId(new UUID(2, 1));
    private static final VmId NEW = new VmId(new UUID(2, 2));

    private static SortedSet<VmId> vms(VmId... ids) {
        return new TreeSet<>(List.of(ids));
    }

    private static WishedRules by(String... rules) {
        return new WishedRules(List.of(new Wish(
                NEW,
                "new",
                1,
                new Mebibytes(256),
                new TreeSet<>(),
                new TreeSet<>(),
                CpuFeatureSet.NONE,
                new TreeSet<>(List.of(rules)),
                Instant.EPOCH)));
    }

    @Test
    void itJoinsRulesOfAllKindsByTheirNames() {
        var rules = List.<Rule>of(
                new Rule.KeepApart("apart", vms(OLD)),
                new Rule.KeepTogether("together", vms(OLD)),
                new Rule.OnlyOn("only", vms(OLD), HOSTS),
                new Rule.NeverOn("never", vms(OLD), HOSTS),
                new Rule.WithinOneGroup("within", vms(OLD), List.of(HOSTS)));
        assertThat(by("apart", "together", "only", "never", "within").joined(rules))
                .containsExactly(
                        new Rule.KeepApart("apart", vms(OLD, NEW)),
                        new Rule.KeepTogether("together", vms(OLD, NEW)),
                        new Rule.OnlyOn("only", vms(OLD, NEW), HOSTS),
                        new Rule.NeverOn("never", vms(OLD, NEW), HOSTS),
                        new Rule.WithinOneGroup("within", vms(OLD, NEW), List.of(HOSTS)));
        assertThat(by("other").joined(rules)).isEqualTo(rules);
    }

    @Test
    void whatAZoneMayHoldStaysAsItWasCounted() {
        var limit = new ZoneLimit("spread", vms(OLD), "rack", 1, true);
        assertThat(by("spread").joined(limit)).isEqualTo(new ZoneLimit("spread", vms(OLD, NEW), "rack", 1, true));
        assertThat(by().joined(limit)).isEqualTo(limit);
    }
}
