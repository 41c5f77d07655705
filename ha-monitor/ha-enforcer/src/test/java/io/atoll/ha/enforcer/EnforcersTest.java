package io.atoll.ha.enforcer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.ha.enforcer.EnforcerStatus.SlotStatus;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.HangingPool;
import io.atoll.ha.storage.LeaseSlot;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.ha.storage.SlotContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real processes, a real cgroup, pools on a real disk. Order and loose bounds are asserted, on the test's own clock. */
@Tag("schedules") // leases are four seconds of real time, and run out, as they must, where other suites keep disk
// and cores
class EnforcersTest {
    @TempDir
    Path folder;

    private TestHost host;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(TestHost.hierarchy().isPresent(), "No unified cgroup hierarchy that this user may write to.");
        host = new TestHost(folder);
    }

    @AfterEach
    void tearDown() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aLeaseBeginsWithABeatAfterTheSlotsHoldAndLastsWhileOneChannelLives() throws IOException {
        var pool = host.pool("pool");
        host.start(pool);
        assertThat(host.link.status().phase()).isEqualTo(Phase.IDLE);
        host.await(
                "the slot is there before any lease",
                status -> slot(status, pool).written());
        assertThat(slotOf(pool).state()).isEqualTo(SlotContent.State.RELEASED);
        assertThat(host.link.hold(Duration.ofSeconds(10))).isEqualTo(new HoldAnswer.Begun());
        host.await("the slot holds", _ -> slotOf(pool).state() == SlotContent.State.HOLDING);
        assertThat(host.link.status().deadlineNanos())
                .as("a slot alone begins no lease")
                .isZero();
        assertThat(host.isFrozen()).isTrue();

        // The slot's acknowledgement may be seen a moment after the slot itself; a beat from before that begins
        // nothing.
        host.await("the lease holds", status -> {
            var holds = status.holdsFor(Duration.ofMillis(1500));
            if (!holds) {
                host.link.beat(BootClock.nanos());
            }
            return holds;
        });
        var vm = host.vm();
        // no beat any more: the slot alone carries the lease over two of its lengths
        var first = host.link.status().deadlineNanos();
        host.await(
                "two more leases",
                status -> status.deadlineNanos() - first
                        > 2 * Duration.ofSeconds(4).toNanos());
        assertThat(vm.isAlive()).isTrue();
        assertThat(slotOf(pool).state()).isEqualTo(SlotContent.State.HOLDING);
        assertThat(slotOf(pool).host()).isEqualTo(host.id);
    }

    @Test
    void withBothChannelsCutVmsAreFrozenThenEndedAndTheSlotSaysSoWhenItIsThereAgain() throws Exception {
        assumeTrue(HangingPool.isPossible(), "No FUSE or no Python module fuse: no pool can be made to hang.");
        try (var hanging = HangingPool.mount(folder)) {
            var pool = hanging.location();
            host.start(pool);
            host.beatEverySecond();
            host.holdLease();
            var vm = host.vm();
            host.stopBeating();
            hanging.hang();
            var cut = BootClock.nanos();
            host.await("frozen", _ -> host.isFrozen());
            var frozenAfter = BootClock.nanos() - cut;
            assertThat(vm.isAlive()).as("frozen before it is ended").isTrue();
            host.await("frozen is reported", status -> status.phase() == Phase.FROZEN);
            host.await("dead", _ -> !vm.isAlive());
            var deadAfter = BootClock.nanos() - cut;
            // The last renewal started at most a second before the cut: 2.4 s and 4 s from there.
            assertThat(Duration.ofNanos(frozenAfter)).isGreaterThan(Duration.ofMillis(1300));
            assertThat(Duration.ofNanos(deadAfter))
                    .isGreaterThan(Duration.ofMillis(2900))
                    .isLessThan(Duration.ofSeconds(15));
            assertThat(deadAfter).isGreaterThan(frozenAfter);
            assertThat(host.await("empty", EnforcerStatus::empty).phase()).isEqualTo(Phase.KILLED);

            host.beatEverySecond();
            hanging.answerAgain();
            host.await("acknowledged", status -> slot(status, pool).released());
            assertThat(slotOf(pool).state()).isEqualTo(SlotContent.State.RELEASED);
            assertThat(host.link.status().phase())
                    .as("no renewal revives a lease")
                    .isEqualTo(Phase.KILLED);
        }
    }

    @Test
    void aPoolThatHangsDelaysNeitherTheOtherPoolsNorTheWatchNorAKill() throws Exception {
        assumeTrue(HangingPool.isPossible(), "No FUSE or no Python module fuse: no pool can be made to hang.");
        try (var hanging = HangingPool.mount(folder)) {
            var good = host.pool("good");
            host.start(hanging.location(), good);
            host.beatEverySecond();
            host.holdLease();
            var vm = host.vm();
            host.stopBeating();
            hanging.hang();
            host.await("it hangs", status -> slot(status, hanging.location()).waitingSinceNanos() != 0);
            var waiting = slot(host.link.status(), hanging.location()).waitingSinceNanos();
            host.await(
                    "the other pool carries the lease",
                    status -> slot(status, good).lastAcknowledgedNanos() - waiting
                            > Duration.ofSeconds(6).toNanos());
            assertThat(slot(host.link.status(), hanging.location()).waitingSinceNanos())
                    .isEqualTo(waiting);
            assertThat(vm.isAlive()).isTrue();
            host.link.revoke();
            host.await("dead", _ -> !vm.isAlive());
            host.await("the other pool knows", status -> slot(status, good).released());
        }
    }

    @Test
    void aRenewalThaws() throws IOException {
        host.start();
        host.link.hold(Duration.ofSeconds(10));
        host.await("begun", status -> {
            host.link.beat(BootClock.nanos());
            return status.holdsFor(Duration.ofSeconds(2));
        });
        var vm = host.vm();
        host.await("frozen", status -> status.phase() == Phase.FROZEN);
        host.link.beat(BootClock.nanos());
        host.await("thawed", status -> status.phase() == Phase.HOLDING && !host.isFrozen());
        assertThat(vm.isAlive()).isTrue();
    }

    @Test
    void aFenceEndsVmsAtOnceAndWhateverIsPutThereLater() throws IOException {
        host.start(host.pool("pool"));
        host.beatEverySecond();
        host.holdLease();
        var vm = host.vm();
        host.link.revoke();
        host.await("dead", _ -> !vm.isAlive());
        var late = host.vm();
        host.await("dead too", _ -> !late.isAlive());
        assertThat(host.link.status().phase()).isEqualTo(Phase.KILLED);
        // and a new lease may begin, with an empty cgroup
        host.holdLease();
        assertThat(host.vm().isAlive()).isTrue();
    }

    @Test
    void aReleasedLeaseIsAcknowledgedOnlyWhenNothingRuns() throws IOException {
        var pool = host.pool("pool");
        host.start(pool);
        host.beatEverySecond();
        host.holdLease();
        var vm = host.vm();
        host.link.release();
        SlotContent seen = slotOf(pool);
        while (seen.state() != SlotContent.State.RELEASED) {
            TestHost.pause();
            seen = slotOf(pool);
        }
        assertThat(host.isPopulated()).as("read after the slot said RELEASED").isFalse();
        assertThat(vm.isAlive()).isFalse();
        var released = host.await("reported", status -> slot(status, pool).released());
        assertThat(released.phase()).isEqualTo(Phase.RELEASED);
        host.holdLease();
        assertThat(slotOf(pool).state()).isEqualTo(SlotContent.State.HOLDING);
        assertThat(slotOf(pool).sequence()).isGreaterThan(seen.sequence());
    }

    @Test
    void killingOneEnforcerOrBothOrStoppingOneLosesNeitherVmNorLease() throws IOException {
        var pool = host.pool("pool");
        host.start(pool);
        host.beatEverySecond();
        host.holdLease();
        var vm = host.vm();
        for (var side : Side.values()) {
            var pid = host.pid(side);
            TestHost.signal("KILL", pid);
            host.await(
                    "back",
                    status -> status.processes().stream().allMatch(process -> process.alive() && process.pid() != pid));
            assertThat(vm.isAlive()).isTrue();
        }
        var first = host.pid(Side.A);
        var second = host.pid(Side.B);
        TestHost.signal("KILL", first);
        TestHost.signal("KILL", second);
        host.awaitPair(first, second);
        assertThat(vm.isAlive()).isTrue();

        var writer =
                host
                        .await("a writer", status -> status.processes().stream().anyMatch(p -> p.writer()))
                        .processes()
                        .stream()
                        .filter(p -> p.writer())
                        .findFirst()
                        .orElseThrow();
        host.stopBeating(); // the slots have to carry the lease while the writer stands still
        TestHost.signal("STOP", writer.pid());
        host.await(
                "replaced", status -> status.processes().stream().allMatch(p -> p.alive() && p.pid() != writer.pid()));
        host.await("renewing", status -> status.leaseLeft().compareTo(Duration.ofSeconds(3)) > 0);
        assertThat(vm.isAlive()).isTrue();
        assertThat(host.link.status().phase()).isEqualTo(Phase.HOLDING);
    }

    @Test
    void aPairThatFindsItsDeadlinePastKillsBeforeAnythingElse() throws IOException {
        host.start(host.pool("pool"));
        host.beatEverySecond();
        host.holdLease();
        var vm = host.vm();
        host.stopBeating();
        TestHost.signal("STOP", host.pid(Side.A));
        TestHost.signal("STOP", host.pid(Side.B));
        var deadline = host.link.status().deadlineNanos();
        host.await("past", _ -> BootClock.nanos() > deadline);
        assertThat(vm.isAlive()).isTrue();
        TestHost.signal("KILL", host.pid(Side.A));
        TestHost.signal("KILL", host.pid(Side.B));
        host.beatEverySecond();
        host.awaitPair(host.pid(Side.A), host.pid(Side.B));
        host.await("dead", _ -> !vm.isAlive());
        assertThat(host.link.status().phase()).isEqualTo(Phase.KILLED);
    }

    @Test
    void aNewAgentFindsThePairAsItIs() throws IOException {
        var pool = host.pool("pool");
        host.start(pool);
        host.beatEverySecond();
        host.holdLease();
        var vm = host.vm();
        var before = host.link.status();
        host.stopBeating();
        host.link = EnforcerLink.open(host.runDirectory(), EnforcerLaunch.likeThisProcess());
        var second = host.pool("second");
        host.link.start(host.config(second, pool));
        host.beatEverySecond();
        var after = host.await(
                "the new pool is used", status -> slot(status, second).lastAcknowledgedNanos() != 0);
        assertThat(after.processes().stream().map(p -> p.pid()))
                .isEqualTo(before.processes().stream().map(p -> p.pid()).toList());
        assertThat(after.phase()).isEqualTo(Phase.HOLDING);
        assertThat(slot(after, pool).lastAcknowledgedNanos()).isNotZero();
        assertThat(vm.isAlive()).isTrue();
    }

    @Test
    void thePairOutlivesWhoeverStartedItAndCountsOn() throws Exception {
        var pool = host.pool("pool");
        var starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        ShortLivedAgent.class.getName(),
                        host.runDirectory().toString(),
                        host.controlGroup.toString(),
                        host.bootId.toString(),
                        pool.pool().toString(),
                        pool.root().toString())
                .inheritIO()
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        while (!Files.readString(folder.resolve("said")).contains("HOLDS")) {
            assertThat(starter.isAlive()).isTrue();
            TestHost.pause();
        }
        var vm = host.vm();
        starter.destroyForcibly().waitFor();

        host.link.start(host.config(pool));
        var before = host.link.status().deadlineNanos();
        host.await(
                "the slot carries the lease",
                status ->
                        status.deadlineNanos() - before > Duration.ofSeconds(5).toNanos());
        assertThat(vm.isAlive()).isTrue();
        for (var process : host.link.status().processes()) {
            assertThat(process.starts()).isEqualTo(1);
            var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            var session = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
            assertThat(session).as("a session of its own").isEqualTo(Long.toString(process.pid()));
        }
    }

    @Test
    void withoutAnEnforcerThatLivesNoLeaseBegins() throws IOException {
        host.start();
        var pids = new long[] {host.pid(Side.A), host.pid(Side.B)};
        for (var pid : pids) {
            TestHost.signal("STOP", pid);
        }
        host.await("silent", status -> status.processes().stream().noneMatch(p -> p.alive()));
        assertThat(host.link.hold(Duration.ofMillis(100)))
                .isEqualTo(new HoldAnswer.Refused("No enforcer shows a sign of life."));
        for (var pid : pids) {
            TestHost.signal("KILL", pid);
        }
        host.awaitPair(pids[0], pids[1]);
        assertThat(host.link.hold(Duration.ofSeconds(10))).isEqualTo(new HoldAnswer.Begun());
    }

    @Test
    void withoutARunDirectoryNobodyKnowsADeadlineSoWhatRunsIsEnded() throws IOException {
        var orphan = host.vm();
        host.start();
        host.await("dead", _ -> !orphan.isAlive());
    }

    private Path slotFile(PoolLocation pool) {
        return pool.root().resolve(".atoll").resolve("ha").resolve(LeaseSlot.fileName(host.id));
    }

    private @Nullable SlotContent readSlot(PoolLocation pool) {
        try {
            var bytes = Files.readAllBytes(slotFile(pool));
            return SlotContent.decode(bytes) instanceof SlotContent.Decoded.Slot(var content) ? content : null;
        } catch (IOException e) {
            return null; // not there yet
        }
    }

    private SlotContent slotOf(PoolLocation pool) {
        return Objects.requireNonNull(readSlot(pool));
    }

    private static SlotStatus slot(EnforcerStatus status, PoolLocation pool) {
        return Objects.requireNonNull(status.pools().get(pool.pool()));
    }
}
