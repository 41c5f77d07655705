package io.atoll.ha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.Protection.Isolation;
import io.atoll.ha.facts.Protection.StorageLoss;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.ha.timeline.TimelineEntry.ReleaseCause;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What happens to VMs of a host that lives, by their policies. */
class PolicyTest {
    private final World world = new World().hosts("leader", "n1", "n2", "n3");

    private static Protection policies(Isolation isolation, StorageLoss storageLoss) {
        var usual = Protection.USUAL;
        return new Protection(0, new TreeSet<>(), isolation, storageLoss, usual.restartsOn());
    }

    @Test
    void onIsolationVmsStayOrAreEndedAndStartedElsewhere() {
        world.vm("stays", "n1");
        world.vm("leaves", "n1").protectedBy(policies(Isolation.RESTART_ELSEWHERE, StorageLoss.KEEP_PAUSED));
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.run(15);
        assertThat(world.vm("stays").runsOn).isEqualTo(world.host("n1"));
        assertThat(world.vm("leaves").ready()).isTrue();
        assertThat(world.vm("leaves").owner).isNotEqualTo(world.host("n1"));
        assertThat(world.told(TimelineEntry.KeptByPolicy.class))
                .singleElement()
                .satisfies(kept -> assertThat(kept.vms()).containsExactly(world.vm("stays").id));
    }

    private void restartsWhenIsolated(String vm, String host) {
        world.vm(vm, host).protectedBy(policies(Isolation.RESTART_ELSEWHERE, StorageLoss.KEEP_PAUSED));
    }

    @Test
    void whereManyAreIsolatedNobodyIsStoppedForIt() {
        restartsWhenIsolated("one", "n1");
        restartsWhenIsolated("two", "n2");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.run(2); // not the same moment: the first must not be stopped before the second is noticed
        world.host("n2").zookeeperCut = true;
        world.run(30);
        assertThat(world.decided(HaDecision.OrderRelease.class)).isEmpty();
        assertThat(world.alarms).containsKey("storm-alone");
        assertThat(world.told(TimelineEntry.StaysForNow.class)).isNotEmpty();
        world.host("n2").zookeeperCut = false;
        world.run(15);
        assertThat(world.vm("one").owner).as("the storm is over").isNotEqualTo(world.host("n1"));
        assertThat(world.vm("two").runsOn).isEqualTo(world.host("n2"));
        assertThat(world.alarms).doesNotContainKey("storm-alone");
    }

    @Test
    void whatWasReleasedBeforeTheStormStartsElsewhereInIt() {
        restartsWhenIsolated("one", "n1");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.carriesOut = decision -> !(decision instanceof HaDecision.ReadReleased);
        world.run(8);
        assertThat(world.vm("one").releasedEpoch).isEqualTo(1);
        world.host("n2").zookeeperCut = true;
        world.run(8);
        world.decisions.clear();
        world.carriesOut = _ -> true;
        world.run(8);
        assertThat(world.alarms).containsKey("storm-alone");
        assertThat(world.decided(HaDecision.OrderRelease.class)).isEmpty();
        assertThat(world.vm("one").ready())
                .as("it was down, and its host said so")
                .isTrue();
    }

    @Test
    void aVmIsNotTakenBeforeItsHostHasSaidThatItLetItGo() {
        restartsWhenIsolated("one", "n1");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.carriesOut = decision -> !(decision instanceof HaDecision.OrderRelease);
        world.run(45);
        assertThat(world.vm("one").runsOn).isEqualTo(world.host("n1"));
        assertThat(world.decided(HaDecision.ReadReleased.class)).hasSizeGreaterThan(20);
        assertThat(world.decided(HaDecision.OrderRelease.class)).hasSizeGreaterThan(20);
        assertThat(world.alarms).containsKey("vm-release-overdue-" + world.vm("one").id);
        world.carriesOut = _ -> true;
        world.run(10);
        assertThat(world.vm("one").owner).isNotEqualTo(world.host("n1"));
        assertThat(world.told(TimelineEntry.Released.class)).hasSize(1);
        assertThat(world.alarms).doesNotContainKey("vm-release-overdue-" + world.vm("one").id);
    }

    @Test
    void nobodyIsStoppedWhereNobodyElseHasRoom() {
        restartsWhenIsolated("large", "n1");
        world.vm("large").gib = 12;
        for (var name : new String[] {"leader", "n2", "n3"}) {
            world.vm("fills " + name, name).gib = 12;
        }
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.run(30);
        assertThat(world.decided(HaDecision.OrderRelease.class)).isEmpty();
        assertThat(world.vm("large").runsOn).isEqualTo(world.host("n1"));
        assertThat(world.told(TimelineEntry.StaysForNow.class))
                .singleElement()
                .satisfies(stays -> assertThat(stays.reason()).contains("no other host has room"));
    }

    @Test
    void afterALossOfStorageVmsAreMovedOnlyAfterTheDelayAndTheAcknowledgement() {
        world.vm("stays", "n1");
        world.vm("leaves", "n1").protectedBy(policies(Isolation.KEEP_RUNNING, StorageLoss.RESTART_ELSEWHERE));
        world.run(5);
        world.host("n1").storageCut = true;
        world.carriesOut = decision -> !(decision instanceof HaDecision.OrderRelease);
        world.run(58);
        assertThat(world.decided(HaDecision.OrderRelease.class)).isEmpty();
        world.run(10);
        assertThat(world.decided(HaDecision.OrderRelease.class))
                .hasSizeGreaterThan(2)
                .allSatisfy(order -> {
                    assertThat(order.cause()).isEqualTo(ReleaseCause.STORAGE_LOST);
                    assertThat(order.vms()).hasSize(1);
                });
        assertThat(world.starts).isEmpty();
        world.carriesOut = _ -> true;
        world.run(5);
        assertThat(world.vm("leaves").ready()).isTrue();
        assertThat(world.vm("leaves").owner).isNotEqualTo(world.host("n1"));
        assertThat(world.vm("stays").runsOn).isEqualTo(world.host("n1"));
    }

    @Test
    void whereNobodyReachesTheStorageNobodyIsStopped() {
        world.vm("db", "n1").protectedBy(policies(Isolation.KEEP_RUNNING, StorageLoss.RESTART_ELSEWHERE));
        world.run(5);
        world.hosts.values().forEach(host -> host.storageCut = true);
        world.run(120);
        assertThat(world.decided(HaDecision.OrderRelease.class)).isEmpty();
    }

    @Test
    void aHostWithoutGuestNetworkIsLeftFourAtATime() {
        for (var i = 0; i < 6; i++) {
            world.vm("vm" + i, "n1");
        }
        world.run(5);
        world.host("n1").guestNetworkUp = false;
        world.run(10);
        assertThat(world.decided(HaDecision.MigrateAway.class))
                .hasSize(4)
                .allSatisfy(move -> assertThat(move.to()).isNotEqualTo(world.host("n1").id));
        world.vms.values().stream().filter(vm -> vm.operation != null).forEach(vm -> {
            vm.operation = null;
            vm.give(world.host("n2"));
            vm.runsOn = world.host("n2");
            vm.says(new io.atoll.ha.facts.VmReport.Condition.Ready());
        });
        world.run(5);
        assertThat(world.decided(HaDecision.MigrateAway.class)).hasSize(6);
    }
}
