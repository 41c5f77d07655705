package io.atoll.drs.power;

import static io.atoll.drs.power.Fleet.host;
import static io.atoll.drs.power.Fleet.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Host;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rules about zones that must hold, as hosts go to sleep and wake. */
class ZonesTest {
    /** Two hosts in rack a, and a third in rack b, which is the least used: v0 to v3, v4 to v7, v8 and v9. */
    private static Fleet racks() {
        return Fleet.of(3)
                .used(0, 40, 4)
                .used(1, 40, 4)
                .used(2, 20, 2)
                .inZone("a", 0, 1)
                .inZone("b", 2);
    }

    /** Rack a alone is in use: v0 to v7. */
    private static Fleet rackBAsleep() {
        return Fleet.of(3)
                .used(0, 40, 4)
                .used(1, 40, 4)
                .inZone("a", 0, 1)
                .inZone("b", 2)
                .asleep(2);
    }

    private static SortedSet<VmId> vms(int... indices) {
        var ids = new TreeSet<VmId>();
        for (var index : indices) {
            ids.add(vm(index));
        }
        return ids;
    }

    private static ZoneLimit spread(int mostVms, int... vms) {
        return new ZoneLimit("spread", vms(vms), Host.ZONE, mostVms, true);
    }

    private static ZoneLimit perHost(int mostVms, int... vms) {
        return new ZoneLimit("radius", vms(vms), null, mostVms, false);
    }

    private static List<HostId> parked(PowerOutcome outcome) {
        return outcome.parks().stream().map(PowerOutcome.Park::host).toList();
    }

    private static List<HostId> woken(PowerOutcome outcome) {
        return outcome.wakes().stream().map(PowerOutcome.Wake::host).toList();
    }

    @Test
    void theLastHostOfARackStaysAwakeWhereVmsAreSpreadOverRacks() {
        assertThat(parked(racks().decide())).containsExactly(host(2));
        var outcome = racks().with(spread(1, 0, 8)).decide();
        assertThat(parked(outcome)).doesNotContain(host(2));
        var why = Objects.requireNonNull(outcome.whyAwake().get(host(2)));
        assertThat(why).isEqualTo(new WhyAwake.LastOfZone("spread", "b"));
        assertThat(why.text())
                .isEqualTo("It is the last host of zone b that is awake, and rule spread spreads VMs over the zones.");
    }

    /** Otherwise it would be parked, and woken at once for the VM that needs a third rack. */
    @Test
    void vmsOnHostsWithoutARackNeedOneToo() {
        var fleet = Fleet.of(4)
                .used(0, 40, 4)
                .used(1, 40, 4)
                .used(2, 20, 2)
                .used(3, 40, 4)
                .inZone("a", 0)
                .inZone("b", 1)
                .inZone("c", 2);
        assertThat(parked(fleet.decide())).containsExactly(host(2));
        assertThat(fleet.with(spread(1, 0, 4, 10)).decide().whyAwake())
                .containsEntry(host(2), new WhyAwake.LastOfZone("spread", "c"));
    }

    @Test
    void aRackIsNeededThatHasNoneOfTheVmsYet() {
        assertThat(racks().with(spread(1, 0, 4)).decide().whyAwake())
                .containsEntry(host(2), new WhyAwake.LastOfZone("spread", "b"));
    }

    @Test
    void aRackMaySleepThatNoVmNeeds() {
        assertThat(parked(racks().with(spread(1, 0)).decide())).containsExactly(host(2));
    }

    @Test
    void aHostStaysAwakeWhoseVmsWouldBeTooManyElsewhere() {
        assertThat(parked(racks().with(perHost(2, 0, 4, 8)).decide())).containsExactly(host(2));
        var outcome = racks().with(perHost(1, 0, 4, 8)).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(outcome.whyAwake().get(host(2))).isInstanceOfSatisfying(WhyAwake.ZoneWouldHoldTooMany.class, why -> {
            assertThat(why.vmCount()).isEqualTo(2);
            assertThat(why.mostVms()).isEqualTo(1);
            assertThat(why.text())
                    .isEqualTo("Without it, 2 VMs of rule radius would be in " + why.zone() + ", where 1 may be.");
        });
    }

    @Test
    void whatIsTooMuchAlreadyBindsNobody() {
        assertThat(parked(racks().with(perHost(1, 0, 1)).decide())).containsExactly(host(2));
    }

    @Test
    void aRackIsWokenThatVmsAreToBeSpreadOver() {
        var outcome = rackBAsleep().with(spread(1, 0, 4)).decide();
        assertThat(woken(outcome)).containsExactly(host(2));
        assertThat(outcome.wakes().getFirst().reason())
                .isEqualTo(new WakeReason.RuleNeedsIt("spread", List.of("v0", "v4")));
        assertThat(woken(rackBAsleep().with(spread(1, 0)).decide())).isEmpty();
    }

    @Test
    void aHostIsWokenForAVmThatWouldBeOneTooManyOnThoseThatAreAwake() {
        var fleet = Fleet.of(2).vm(0, 100).vm(-1, 100).asleep(1);
        assertThat(woken(fleet.decide())).isEmpty();
        var outcome = fleet.with(perHost(1, 0, 1)).decide();
        assertThat(woken(outcome)).containsExactly(host(1));
        assertThat(outcome.wakes().getFirst().reason()).isEqualTo(new WakeReason.NoRoom(List.of("v1")));
    }
}
