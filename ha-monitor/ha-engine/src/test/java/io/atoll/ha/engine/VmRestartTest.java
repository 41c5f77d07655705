package io.atoll.ha.engine;

import static io.atoll.ha.engine.World.priority;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.HaSettings;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostState;
import io.atoll.model.cluster.Rule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which order, how often and where VMs are started again. */
class VmRestartTest {
    private final World world = new World().hosts("leader", "n1", "n2", "n3");

    private void killN1() {
        world.run(5);
        world.host("n1").dies();
    }

    @Test
    void theMostImportantStartFirstAndEightAreGivenToAHostThatStartsOneAtATime() {
        world.settings = World.startingOneAtATime();
        world.host("leader").gib = 1;
        world.host("n3").gib = 1;
        world.host("n2").gib = 32;
        world.vm("filler", "leader");
        world.vm("filler3", "n3");
        for (var i = 0; i < 17; i++) {
            world.vm("vm" + i, "n1").protectedBy(priority(i));
        }
        killN1();
        world.run(20);
        assertThat(world.starts.subList(0, 8)).containsExactlyInAnyOrderElementsOf(onN2(IntStream.rangeClosed(9, 16)));
        assertThat(world.starts.subList(8, 16)).containsExactlyInAnyOrderElementsOf(onN2(IntStream.rangeClosed(1, 8)));
        assertThat(world.vm("vm0").ready()).isTrue();
    }

    private static List<String> onN2(IntStream numbers) {
        return numbers.mapToObj(number -> "vm%d on n2".formatted(number)).toList();
    }

    @Test
    void aVmWaitsUntilThoseItStartsAfterAreReady() {
        var db = world.vm("db", "n1");
        db.readySeconds = 20;
        world.vm("web", "n1").protectedBy(priority(100, db.id));
        killN1();
        world.run(20);
        assertThat(world.starts).hasSize(1);
        assertThat(world.told(TimelineEntry.Waits.class))
                .singleElement()
                .satisfies(waits -> assertThat(waits.reason()).endsWith("not ready yet: db"));
        world.run(15);
        assertThat(world.starts).hasSize(2);
        assertThat(world.vm("web").ready()).isTrue();
    }

    /** A place that was found before is not kept against a rule that has changed since. */
    @Test
    void aVmThatStillWaitsGoesByTheRulesAsTheyAreThen() {
        var db = world.vm("db", "n1");
        db.readySeconds = 20;
        var web = world.vm("web", "n1").protectedBy(priority(100, db.id));
        world.rules.add(webNeverOn("leader", "n2"));
        killN1();
        world.run(20);
        assertThat(world.starts).hasSize(1);
        world.rules.set(0, webNeverOn("leader", "n3"));
        world.run(15);
        assertThat(web.owner).isEqualTo(world.host("n2"));
        assertThat(web.ready()).isTrue();
    }

    private Rule webNeverOn(String one, String other) {
        return new Rule.NeverOn(
                "licence",
                new TreeSet<>(List.of(world.vm("web").id)),
                new TreeSet<>(List.of(world.host(one).id, world.host(other).id)));
    }

    @Test
    void afterTheLimitItGoesOnAndSaysSo() {
        world.settings = World.with(Duration.ofSeconds(30));
        var db = world.vm("db", "n1");
        db.readySeconds = 10_000;
        world.vm("web", "n1").protectedBy(priority(0, db.id));
        killN1();
        world.run(60);
        assertThat(world.vm("web").ready()).isTrue();
        assertThat(world.told(TimelineEntry.WentOnWithout.class))
                .singleElement()
                .satisfies(entry -> assertThat(entry.notReady()).containsExactly(db.id));
    }

    @Test
    void aVmThatFitsNowhereWaitsWithTheReasonAndIsTriedAgainWhenThereIsRoom() {
        for (var host : world.hosts.values()) {
            host.gib = 4;
        }
        world.vm("big", "n1").gib = 8;
        killN1();
        world.run(20);
        assertThat(world.told(TimelineEntry.Waits.class).getFirst().reason()).contains("8192 MiB");
        assertThat(world.alarms).containsKey("vm-waits-" + world.vm("big").id);
        assertThat(world.vm("big").owner).isNull();
        world.host("n2").gib = 64;
        world.run(5);
        assertThat(world.vm("big").ready()).isTrue();
        assertThat(world.alarms).doesNotContainKey("vm-waits-" + world.vm("big").id);
    }

    @Test
    void placesAreAskedForWithHowEachHostReallyStands() {
        world.hosts("n4", "n5", "n6", "n7");
        world.hosts.values().forEach(host -> host.gib = 4);
        world.vm("big", "n1").gib = 8;
        world.host("n2").zookeeperCut = true;
        world.host("n3").state = HostState.MAINTENANCE;
        world.host("n4").capabilitiesKnown = false;
        killN1();
        world.run(12);
        assertThat(world.told(TimelineEntry.Waits.class).getFirst().reason())
                .endsWith("4096 MiB, n1 FAILED, n2 UNREACHABLE, n3 MAINTENANCE, n4 UNWATCHED");
    }

    @Test
    void aHostThatComesAndGoesIsHeldBackNotInMaintenance() {
        var usual = world.settings;
        world.settings = new HaSettings(
                true,
                1,
                usual.timing(),
                usual.patience(),
                usual.retries(),
                new HaSettings.Flapping(1, Duration.ofHours(1), Duration.ofHours(1)));
        world.hosts.values().forEach(host -> host.gib = 4);
        world.run(5);
        world.host("n2").dies();
        world.run(12);
        world.host("n2").boots();
        world.vm("big", "n1").gib = 8;
        killN1();
        world.run(12);
        assertThat(world.told(TimelineEntry.Waits.class).getFirst().reason()).endsWith("n1 FAILED, n2 HELD_BACK");
    }

    @Test
    void aVmThatNobodyTakesIsTriedAgainOnceAHostSeesThePoolAgain() {
        world.host("leader").gib = 1;
        world.host("n3").gib = 1;
        world.vm("db", "n1").gib = 8;
        world.run(5);
        world.host("n2").storageCut = true;
        killN1();
        world.run(20);
        assertThat(world.vm("db").owner).isNull();
        world.host("n2").storageCut = false;
        world.run(5);
        assertThat(world.vm("db").ready()).isTrue();
    }

    @Test
    void aCrashIsRestartedOnItsOwnHost() {
        world.vm("db", "n1");
        world.run(5);
        world.vm("db").fails(FailureCause.QEMU_CRASHED);
        world.run(5);
        assertThat(world.starts).containsExactly("db on n1");
        assertThat(world.decided(HaDecision.RestartVm.class).getFirst().attempt())
                .isEqualTo(2);
        assertThat(world.vm("db").epoch).isEqualTo(2);
    }

    @Test
    void aPanicIsRestartedAndSilenceOnlyWherePolicySaysSo() {
        world.vm("panics", "n1");
        world.vm("silent", "n1");
        var watched = world.vm("watched", "n1");
        watched.protectedBy(new Protection(
                0,
                new TreeSet<>(),
                Protection.Isolation.KEEP_RUNNING,
                Protection.StorageLoss.KEEP_PAUSED,
                EnumSet.allOf(FailureCause.class)));
        world.run(5);
        world.vm("panics").fails(FailureCause.GUEST_PANICKED);
        world.vm("silent").fails(FailureCause.GUEST_SILENT);
        watched.fails(FailureCause.GUEST_SILENT);
        world.run(5);
        assertThat(world.starts).containsExactlyInAnyOrder("panics on n1", "watched on n1");
    }

    @Test
    void aGuestThatShutsItselfDownStaysDown() {
        world.vm("db", "n1").says(new Condition.Stopped());
        world.vm("db").runsOn = null;
        killN1();
        world.run(60);
        assertThat(world.starts).isEmpty();
        assertThat(world.decided(HaDecision.TakeOver.class).getFirst().moves()).isEmpty();
    }

    @Test
    void aVmThatFailsAgainAndAgainIsTriedFiveTimesAndThenWithGrowingPauses() {
        var vm = world.vm("bad", "n1");
        world.run(5);
        vm.fate = new Condition.Failed(FailureCause.QEMU_CRASHED);
        vm.fails(FailureCause.QEMU_CRASHED);
        world.run(20);
        assertThat(world.starts).hasSize(5);
        assertThat(world.alarms).containsKey("vm-fails-" + vm.id);
        world.run(20);
        assertThat(world.starts).hasSize(6);
        world.run(60);
        assertThat(world.starts).hasSize(7);
        assertThat(world.told(TimelineEntry.Failed.class).stream().map(TimelineEntry.Failed::nextTryAfter))
                .startsWith(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO)
                .endsWith(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    @Test
    void aLockedImageIsTriedEverySecondOrTwoForAsLongAsItIsLockedAndCountsAsNoFailure() {
        var vm = world.vm("db", "n1");
        killN1();
        vm.startSeconds = 0;
        vm.fate = new Condition.Failed(FailureCause.IMAGE_LOCKED);
        world.run(28);
        assertThat(world.starts.size()).isBetween(12, 28);
        assertThat(world.alarms).doesNotContainKey("vm-fails-" + vm.id);
        world.run(20);
        assertThat(world.alarms).containsKey("vm-locked-" + vm.id);
        var before = world.starts.size();
        world.run(600);
        assertThat(world.starts.size() - before).as("tries in ten minutes").isBetween(50, 90);
        assertThat(world.told(TimelineEntry.Failed.class)).hasSize(1);
        assertThat(world.told(TimelineEntry.Assigned.class)).hasSize(1);

        vm.fate = null;
        world.run(20);
        assertThat(vm.ready()).isTrue();
        assertThat(world.alarms).doesNotContainKey("vm-locked-" + vm.id);
        vm.fails(FailureCause.QEMU_CRASHED);
        world.run(5);
        assertThat(world.told(TimelineEntry.Failed.class).getLast().failures()).isEqualTo(1);
    }

    @Test
    void aNewLeaderThatHasWatchedKnowsHowOftenAVmFailed() {
        var vm = world.vm("bad", "n1");
        world.leads = false;
        world.run(5);
        for (var failure = 1; failure <= 6; failure++) {
            vm.fails(FailureCause.QEMU_CRASHED);
            world.run(1);
            vm.give(world.host("n1")); // as the present leader does
            world.run(5);
        }
        world.leads = true;
        vm.fails(FailureCause.QEMU_CRASHED);
        world.starts.clear();
        world.run(50);
        assertThat(world.starts).isEmpty();
        world.run(20);
        assertThat(world.starts).containsExactly("bad on n1");
    }

    @Test
    void aLeaderThatHasJustStartedLearnsFromTheOwnerNodeHowOftenAVmFailed() {
        var vm = world.vm("bad", "n1");
        world.run(5);
        for (var failure = 1; failure <= 5; failure++) {
            vm.fails(FailureCause.QEMU_CRASHED);
            world.run(5);
        }
        world.state = HaState.EMPTY;
        world.run(10);
        world.starts.clear();
        vm.fails(FailureCause.QEMU_CRASHED);
        world.run(25);
        assertThat(world.starts).isEmpty();
        world.run(10);
        assertThat(world.starts).containsExactly("bad on n1");
    }

    @Test
    void aStartThatFailsIsTriedElsewhere() {
        var vm = world.vm("db", "n1");
        world.run(5);
        vm.fails(FailureCause.START_FAILED);
        world.run(5);
        assertThat(world.starts).hasSize(1).doesNotContain("db on n1");
        assertThat(vm.ready()).isTrue();
    }

    @Test
    void aStartThatFailsIsTriedThereAgainWhereThereIsNowhereElse() {
        for (var name : new String[] {"leader", "n2", "n3"}) {
            world.host(name).gib = 1;
            world.vm("fills " + name, name);
        }
        var vm = world.vm("db", "n1");
        world.run(5);
        vm.fails(FailureCause.START_FAILED);
        world.run(5);
        assertThat(world.starts).containsExactly("db on n1");
    }

    @Test
    void afterAColdBootAllStartOnceOnTheirOwnHostsInOrder() {
        world.vm("low", "n1").protectedBy(priority(1));
        world.vm("high", "n1").protectedBy(priority(2));
        world.vm("other", "n2");
        world.run(5);
        for (var name : new String[] {"n1", "n2", "n3"}) {
            world.host(name).dies();
        }
        world.run(1);
        for (var name : new String[] {"n1", "n2", "n3"}) {
            world.host(name).boots();
        }
        world.run(20);
        assertThat(world.starts).containsExactlyInAnyOrder("high on n1", "low on n1", "other on n2");
        assertThat(world.decided(HaDecision.AssignVm.class).stream()
                        .map(assign -> assign.move().vm()))
                .startsWith(world.vm("high").id);
    }

    @Test
    void startsThatNobodyHearsOfAreSaidAndDoNotHoldOthersUpForEver() {
        world.settings = World.startingOneAtATime();
        for (var name : new String[] {"n2", "n3"}) {
            world.host(name).gib = 1;
            world.vm("fills " + name, name);
        }
        for (var i = 0; i < 9; i++) {
            world.vm("vm" + i, "n1").protectedBy(priority(9 - i)).deaf = i < 8;
        }
        killN1();
        world.run(60);
        assertThat(world.vm("vm8").ready()).isFalse();
        world.run(90);
        assertThat(world.vm("vm8").ready()).isTrue();
        world.run(200);
        assertThat(world.alarms).containsKey("vm-start-slow-" + world.vm("vm0").id);
    }

    @Test
    void whatAManagerIsWorkingOnIsLeftAlone() {
        world.vm("db", "n1").operation = "start";
        world.run(5);
        world.vm("db").fails(FailureCause.QEMU_CRASHED);
        world.run(20);
        assertThat(world.starts).isEmpty();
        world.vm("db").operation = null;
        world.run(5);
        assertThat(world.starts).containsExactly("db on n1");
    }

    @Test
    void whatPeopleStoppedIsNotStarted() {
        world.vm("db", "n1").wanted = false;
        world.vm("db").runsOn = null;
        world.vm("db").says(new Condition.Gone());
        killN1();
        world.run(30);
        assertThat(world.starts).isEmpty();
    }
}
