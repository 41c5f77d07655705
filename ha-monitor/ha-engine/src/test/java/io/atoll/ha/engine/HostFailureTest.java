package io.atoll.ha.engine;

import static io.atoll.ha.engine.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.HaSettings;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.proof.Evidence;
import io.atoll.ha.proof.Proof;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostState;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A host dies, or only looks like it. */
class HostFailureTest {
    private final World world = new World().hosts("leader", "n1", "n2", "n3");

    @Test
    void vmsOfADeadHostStartElsewhereAfterTheWindow() {
        world.vm("db", "n1");
        world.run(5);
        var diedNanos = world.now;
        world.host("n1").dies();
        world.run(5);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        world.run(3);
        var takeOver = world.decided(HaDecision.TakeOver.class).getFirst();
        assertThat(takeOver.proof()).isInstanceOfSatisfying(Proof.LeaseRanOut.class, proof -> {
            assertThat(proof.beatStillNanos())
                    .isGreaterThanOrEqualTo(LeaseTiming.TWO_CHANNELS.window().toNanos());
            assertThat(proof.freshReadStartNanos() - diedNanos).isGreaterThan(4 * SECOND);
        });
        world.run(3);
        assertThat(world.vm("db").ready()).isTrue();
        assertThat(world.vm("db").owner).isNotEqualTo(world.host("n1"));
        assertThat(world.standing("n1")).isEqualTo(HostStanding.FENCED);
    }

    @Test
    void theStoryNamesSignalsProofOrderAndEveryRestart() {
        world.vm("db", "n1");
        world.vm("web", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(15);
        assertThat(world.incidents).hasSize(1);
        assertThat(world.told().stream().map(entry -> entry.getClass().getSimpleName()))
                .containsSubsequence(
                        "SignalLost", "SignalLost", "Order", "Proved", "TakenOver", "Assigned", "Assigned", "Up", "Up");
        assertThat(world.told(TimelineEntry.Ready.class)).hasSize(2);
    }

    @Test
    void aTakeoverThatHasToBeTriedAgainIsToldWithItsProofOnce() {
        world.vm("db", "n1");
        world.run(5);
        world.carriesOut = decision -> !(decision instanceof HaDecision.TakeOver);
        world.host("n1").dies();
        world.run(12);
        assertThat(world.decided(HaDecision.TakeOver.class)).hasSizeGreaterThan(2);
        world.carriesOut = _ -> true;
        world.run(5);
        assertThat(world.told(TimelineEntry.TakenOver.class)).hasSize(1);
        assertThat(world.told(TimelineEntry.Proved.class)).hasSize(1);
        world.host("n1").boots();
        world.run(5);
        world.vm("db2", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(12);
        assertThat(world.told(TimelineEntry.Proved.class))
                .as("a second death is another")
                .hasSize(2);
    }

    @Test
    void aHostThatDiesIsSaidNeitherToLiveNorToKeepVmsWhicheverOfItsSignsWasTheLast() {
        for (var name : new String[] {"n1", "n2"}) {
            world.vm("on " + name, name);
        }
        world.run(5);
        world.host("n1").storageCut = true;
        world.run(0.75);
        world.host("n1").dies();
        world.run(30);
        world.host("n2").zookeeperCut = true;
        world.run(0.75);
        world.host("n2").dies();
        world.run(5.25);
        assertThat(world.alarms).doesNotContainKey("host-isolated-" + world.host("n2").id);
        world.run(30);
        assertThat(world.decided(HaDecision.TakeOver.class)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(world.told(TimelineEntry.StillAlive.class)).isEmpty();
        assertThat(world.told(TimelineEntry.KeptByPolicy.class)).isEmpty();
    }

    @Test
    void aHostThatReturnsIsBackInTheStoryAndTakesVmsAgain() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(12);
        world.host("n1").boots();
        world.run(5);
        assertThat(world.standing("n1")).isEqualTo(HostStanding.ALIVE);
        assertThat(world.told(TimelineEntry.HostBack.class)).hasSize(1);
        assertThat(world.alarms).isEmpty();
    }

    @Test
    void oneLivingChannelIsNoFailure() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.run(30);
        assertThat(world.standing("n1")).isEqualTo(HostStanding.ISOLATED);
        world.host("n1").zookeeperCut = false;
        world.run(5);
        world.host("n1").storageCut = true;
        world.run(30);
        assertThat(world.standing("n1")).isEqualTo(HostStanding.STORAGE_LOST);
        assertThat(world.alarms).containsKey("host-storage-lost-" + world.host("n1").id);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        assertThat(world.vm("db").ready()).isTrue();
    }

    @Test
    void whereTheSlotCannotBeReadNobodyIsDead() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.host("n1").slotUnreadable = true;
        world.run(60);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        world.host("n1").slotUnreadable = false;
        world.run(10);
        assertThat(world.decided(HaDecision.TakeOver.class)).isNotEmpty();
    }

    @Test
    void whereNobodyKnowsWhichSlotsThereAreTimeProvesNothing() {
        world.vm("db", "n1");
        world.host("n1").capabilitiesKnown = false;
        world.run(5);
        world.host("n1").dies();
        world.run(50);
        assertThat(world.alarms).isEmpty();
        world.run(40);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        assertThat(world.alarms).containsKey("host-unknown-" + world.host("n1").id);
    }

    @Test
    void withoutZookeeperNothingIsDecidedAndAfterwardsWhoLivesHasTimeToBeat() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.zookeeperAnswers = false;
        world.run(60);
        assertThat(world.decisions).isEmpty();
        world.zookeeperAnswers = true;
        world.run(0.9);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        world.run(3);
        assertThat(world.decided(HaDecision.TakeOver.class)).isNotEmpty();
    }

    @Test
    void aNewLeaderNeedsNoNewWindow() {
        world.leads = false;
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(6.5);
        assertThat(world.decisions).isEmpty();
        world.leads = true;
        world.run(1);
        assertThat(world.decided(HaDecision.TakeOver.class)).isNotEmpty();
    }

    @Test
    void powerThatIsConfirmedOffSkipsTheWindow() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.host("n1")
                .evidence
                .add(new Evidence.PoweredOff(world.host("n1").boot, world.host("n1").beatSequence, "bmc-1", 1));
        world.run(4.25);
        assertThat(world.decided(HaDecision.TakeOver.class).getFirst().proof()).isInstanceOf(Proof.Vouched.class);
    }

    @Test
    void evidenceAboutAnotherBootIsWorthNothing() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").evidence.add(new Evidence.OperatorSays(new BootId(new UUID(1, 1)), 1, "alice", 1));
        world.host("n1").dies();
        world.run(4.5);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
    }

    @Test
    void evidenceAgainstAHostThatMovesIsNotUsedAndSaidSo() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        vouch("n1");
        world.run(20);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        assertThat(world.alarms).containsKey("evidence-contradicted-" + world.host("n1").id);
        world.host("n1").zookeeperCut = false;
        world.run(5);
        assertThat(world.alarms).doesNotContainKey("evidence-contradicted-" + world.host("n1").id);
    }

    @Test
    void evidenceEndsWithTheNextBeatOfTheSameBoot() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.host("n1").storageCut = true;
        world.run(4);
        vouch("n1");
        world.run(4);
        assertThat(world.decided(HaDecision.TakeOver.class).getFirst().proof()).isInstanceOf(Proof.Vouched.class);
        world.host("n1").zookeeperCut = false;
        world.host("n1").storageCut = false;
        world.run(10);
        assertThat(world.alarms).isEmpty();
        world.vm("mail", "n1");
        world.run(5);
        world.decisions.clear();
        world.host("n1").dies();
        world.run(4.75);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        world.run(2);
        assertThat(world.decided(HaDecision.TakeOver.class).getFirst().proof()).isInstanceOf(Proof.LeaseRanOut.class);
    }

    @Test
    void evidenceThatASlotHasContradictedWaitsForTheWindow() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.run(4);
        vouch("n1");
        world.run(4);
        world.host("n1").dies();
        world.run(4.75);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        world.run(2);
        assertThat(world.decided(HaDecision.TakeOver.class)).isNotEmpty();
    }

    @Test
    void whoComesBackEmptyIsNotSaidToRunItsVmsOn() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(12);
        world.host("n1").storageCut = true;
        world.host("n1").boots();
        world.run(8);
        assertThat(world.told(TimelineEntry.TakenOver.class)).hasSize(1);
        assertThat(world.told(TimelineEntry.StillAlive.class)).isEmpty();
    }

    @Test
    void theEnforcersAcknowledgementIsAProof() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").slotState = Slot.State.RELEASED;
        world.host("n1").dies();
        world.run(4.75);
        assertThat(world.decided(HaDecision.TakeOver.class).getFirst().proof())
                .isInstanceOf(Proof.EnforcersReleased.class);
    }

    @Test
    void theAcknowledgementCountsAlsoWhileItIsRenewed() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").zookeeperCut = true;
        world.vm("db").runsOn = null;
        world.host("n1").slotState = Slot.State.RELEASED;
        world.run(5);
        assertThat(world.decided(HaDecision.TakeOver.class).getFirst().proof())
                .isInstanceOf(Proof.EnforcersReleased.class);
    }

    @Test
    void aHostThatOpensItsFenceIsNotTakenOverAgainBeforeItBeats() {
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(12);
        world.decisions.clear();
        world.host("n1").fenceRaised = false;
        world.host("n1").fenceVersion++;
        world.run(4);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
    }

    @Test
    void theManagersOpinionOfAHostDoesNotKeepVmsAway() {
        world.hosts.values().forEach(host -> host.state = HostState.DISCONNECTED);
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(12);
        assertThat(world.vm("db").ready()).isTrue();
    }

    @Test
    void manySilentHostsAtOnceNeedMoreThanTime() {
        world.vm("a", "n1");
        world.vm("b", "n2");
        world.run(5);
        world.host("n1").dies();
        world.host("n2").dies();
        world.run(60);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        assertThat(world.alarms).containsKey("storm");
        assertThat(world.told(TimelineEntry.HeldBack.class)).hasSize(2);
        vouch("n1");
        world.run(5);
        assertThat(world.decided(HaDecision.TakeOver.class).stream().map(HaDecision.TakeOver::host))
                .containsOnly(world.host("n1").id);
        assertThat(world.vm("a").ready()).isTrue();
    }

    @Test
    void disarmedHaWatchesOnly() {
        world.settings = world.settings.withArmed(false);
        world.vm("db", "n1");
        world.run(5);
        world.host("n1").dies();
        world.run(30);
        assertThat(world.decided(HaDecision.TakeOver.class)).isEmpty();
        assertThat(world.decided(HaDecision.ReadAfresh.class)).isEmpty();
        assertThat(world.alarms).containsKey("disarmed");
        world.settings = world.settings.withArmed(true);
        world.run(5);
        assertThat(world.vm("db").ready()).isTrue();
        assertThat(world.alarms).doesNotContainKey("disarmed");
    }

    @Test
    void aHostInMaintenanceIsExpectedToBeSilent() {
        world.host("n1").state = HostState.MAINTENANCE;
        world.run(5);
        world.host("n1").dies();
        world.run(30);
        assertThat(world.decisions).isEmpty();
    }

    @Test
    void aHostOnItsWayIntoMaintenanceIsStillProtected() {
        world.vm("db", "n1");
        world.host("n1").state = HostState.ENTERING_MAINTENANCE;
        world.run(5);
        world.host("n1").dies();
        world.run(12);
        assertThat(world.vm("db").ready()).isTrue();
    }

    @Test
    void aHostThatKeepsFailingGetsNoVmsForAWhile() {
        var usual = world.settings;
        world.settings = new HaSettings(
                true,
                1,
                usual.timing(),
                usual.patience(),
                usual.retries(),
                new HaSettings.Flapping(3, Duration.ofHours(1), Duration.ofMinutes(5)));
        world.run(5);
        for (var i = 0; i < 3; i++) {
            world.host("n1").dies();
            world.run(12);
            world.host("n1").boots();
            world.run(5);
        }
        assertThat(world.told(TimelineEntry.Quarantined.class)).hasSize(1);
        assertThat(world.alarms).containsKey("host-quarantined-" + world.host("n1").id);
        world.host("n1").gib = 1000;
        world.vm("db", "n2");
        world.run(5);
        world.host("n2").dies();
        world.run(12);
        assertThat(world.vm("db").owner).isNotEqualTo(world.host("n1"));
        world.run(300);
        assertThat(world.alarms).doesNotContainKey("host-quarantined-" + world.host("n1").id);
    }

    /** As a manager does it: about the last beat there is. */
    private void vouch(String host) {
        var dead = world.host(host);
        dead.evidence.add(new Evidence.OperatorSays(dead.boot, dead.beatSequence, "alice", 1));
    }
}
