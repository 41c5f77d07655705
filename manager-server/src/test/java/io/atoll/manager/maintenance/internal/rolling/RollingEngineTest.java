package io.atoll.manager.maintenance.internal.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Decision;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Ground;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Look;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Work;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which host goes when. */
class RollingEngineTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static RollingHost host(int number, State state, boolean canary) {
        return new RollingHost(
                new HostId(new UUID(1, number)), "n" + number, number, canary, state, null, null, NOW, "", false);
    }

    private static RollingSettings settings(int mostOut) {
        return new RollingSettings(RollingAction.NONE, mostOut, 60, BringHome.IF_BETTER, Terms.USUAL, "", null, null);
    }

    private static List<Decision> next(List<RollingHost> hosts, Look look, int mostOut, boolean paused, Instant now) {
        var looks = new TreeMap<HostId, Look>();
        hosts.stream().filter(host -> host.state().isAtWork()).forEach(host -> looks.put(host.id(), look));
        return RollingEngine.next(hosts, looks, Ground.FIRM, settings(mostOut), paused, now);
    }

    private static List<String> entering(List<Decision> decisions) {
        var names = new ArrayList<String>();
        decisions.forEach(decision -> {
            if (decision instanceof Decision.Enter(var host)) {
                names.add(host.name());
            }
        });
        return names;
    }

    private static final Look RUNNING = new Look(Work.RUNNING, "", List.of());

    @Test
    void theCanaryGoesFirstAndAlone() {
        var canary = host(3, State.WAITING, true);
        assertThat(entering(next(
                        List.of(canary, host(1, State.WAITING, false), host(2, State.WAITING, false)),
                        RUNNING,
                        2,
                        false,
                        NOW)))
                .containsExactly("n3");
        assertThat(entering(next(
                        List.of(host(3, State.LEAVING, true), host(1, State.WAITING, false)), RUNNING, 2, false, NOW)))
                .isEmpty();
        assertThat(entering(next(
                        List.of(
                                host(3, State.DONE, true),
                                host(1, State.WAITING, false),
                                host(2, State.WAITING, false)),
                        RUNNING,
                        2,
                        false,
                        NOW)))
                .as("one at each look")
                .containsExactly("n1");
    }

    @Test
    void soManyAreOutAndNoMore() {
        var hosts =
                List.of(host(1, State.ENTERING, false), host(2, State.WAITING, false), host(3, State.WAITING, false));
        assertThat(entering(next(hosts, RUNNING, 1, false, NOW))).isEmpty();
        assertThat(entering(next(hosts, RUNNING, 2, false, NOW))).containsExactly("n2");
        assertThat(entering(next(hosts, RUNNING, 2, true, NOW))).as("paused").isEmpty();
    }

    @Test
    void whoZookeeperNeedsWaitsWithWordsAndTheNextGoes() {
        var hosts = List.of(host(1, State.WAITING, false), host(2, State.WAITING, false));
        var needed = new TreeMap<HostId, String>();
        needed.put(hosts.getFirst().id(), "ZooKeeper would have 1 of 3 servers.");
        var decisions = RollingEngine.next(hosts, new TreeMap<>(), new Ground("", needed), settings(1), false, NOW);
        assertThat(entering(decisions)).containsExactly("n2");
        assertThat(decisions.getFirst().host())
                .returns("n1", RollingHost::name)
                .returns(State.WAITING, RollingHost::state)
                .returns("ZooKeeper would have 1 of 3 servers.", RollingHost::reason);
    }

    @Test
    void nobodyGoesOutWhileZookeeperIsNotWhole() {
        var hosts = List.of(host(1, State.WAITING, true), host(2, State.WAITING, false));
        var ground = new Ground("ZooKeeper is not whole: b:2281 does not serve yet.", new TreeMap<>());
        var decisions = RollingEngine.next(hosts, new TreeMap<>(), ground, settings(1), false, NOW);
        assertThat(entering(decisions)).isEmpty();
        assertThat(decisions)
                .singleElement()
                .satisfies(one -> assertThat(one.host().reason()).startsWith("ZooKeeper is not whole"));
        var told = decisions.getFirst().host();
        assertThat(RollingEngine.next(List.of(told, hosts.getLast()), new TreeMap<>(), ground, settings(1), false, NOW))
                .as("said once")
                .isEmpty();
    }

    @Test
    void theFirstFailureStopsTheRestAndThoseOnTheirWayGoOn() {
        var hosts =
                List.of(host(1, State.ENTERING, false), host(2, State.CHECKING, false), host(3, State.WAITING, false));
        var looks = new TreeMap<HostId, Look>();
        looks.put(hosts.get(0).id(), new Look(Work.FAILED, "no room", List.of()));
        looks.put(hosts.get(1).id(), new Look(Work.NONE, "", List.of()));
        var decisions = RollingEngine.next(hosts, looks, Ground.FIRM, settings(3), false, NOW);
        assertThat(entering(decisions)).isEmpty();
        assertThat(decisions).hasSize(2);
        assertThat(decisions.getFirst().host())
                .returns(State.FAILED, RollingHost::state)
                .returns(State.ENTERING, RollingHost::failedIn)
                .returns("no room", RollingHost::reason);
        assertThat(decisions.getLast()).isInstanceOf(Decision.Exit.class);
    }

    @Test
    void aHostThatIsNotWellIsWaitedForThenFailed() {
        var hosts = List.of(host(1, State.CHECKING, false));
        var ill = new Look(Work.NONE, "", List.of("It does not reach storage pool main."));
        assertThat(next(hosts, ill, 1, false, NOW.plusSeconds(1)).getFirst().host())
                .returns(State.CHECKING, RollingHost::state)
                .returns("It does not reach storage pool main.", RollingHost::reason);
        assertThat(next(hosts, ill, 1, false, NOW.plusSeconds(61))
                        .getFirst()
                        .host()
                        .state())
                .isEqualTo(State.FAILED);
    }

    /** Left out after it had failed while it was in maintenance. */
    private static RollingHost leftOut(int number, boolean staysOut) {
        var host = host(number, State.SKIPPED, false);
        return new RollingHost(
                host.id(), host.name(), number, false, host.state(), null, null, NOW, "Left out", staysOut);
    }

    @Test
    void whoWasLeftOutAndIsInMaintenanceCountsAsOut() {
        var waiting = host(2, State.WAITING, false);
        assertThat(entering(next(List.of(leftOut(1, true), waiting), RUNNING, 1, false, NOW)))
                .isEmpty();
        assertThat(entering(next(List.of(leftOut(1, true), waiting), RUNNING, 2, false, NOW)))
                .containsExactly("n2");
        assertThat(entering(next(List.of(leftOut(1, false), waiting), RUNNING, 1, false, NOW)))
                .containsExactly("n2");
        assertThat(RollingEngine.isOver(List.of(leftOut(1, true), host(2, State.DONE, false))))
                .as("nothing more is to be done for it")
                .isTrue();
    }

    @Test
    void aRefusedActionLeavesTheHostWhereItCanGoOn() {
        var refused = RollingEngine.refused(
                new Decision.Act(host(1, State.ENTERING, false)), "It has no power control.", NOW);
        assertThat(refused)
                .returns(State.FAILED, RollingHost::state)
                .returns(State.ACTING, RollingHost::failedIn)
                .returns("It has no power control.", RollingHost::reason);
        var again = RollingEngine.again(refused, true);
        assertThat(again).isEqualTo(State.ACTING);
        var decisions =
                next(List.of(refused.in(again, null, "", NOW)), new Look(Work.NONE, "", List.of()), 1, false, NOW);
        assertThat(decisions).singleElement().isInstanceOf(Decision.Act.class);
        assertThat(RollingEngine.refused(new Decision.Enter(host(1, State.WAITING, false)), "No room.", NOW))
                .returns(State.WAITING, RollingHost::failedIn);
    }

    @Test
    void aHostThatCouldNotBeWokenIsWokenAgainBeforeAnythingIsDoneToIt() {
        var failed = host(1, State.ENTERING, false).failed("Its board does not answer.", NOW);
        var resumed = failed.in(RollingEngine.again(failed, true), null, "", NOW);
        assertThat(next(List.of(resumed), new Look(Work.NONE, "", List.of()), 1, false, NOW))
                .singleElement()
                .isInstanceOf(Decision.Wake.class);
        assertThat(next(List.of(resumed), new Look(Work.SUCCEEDED, "", List.of()), 1, false, NOW))
                .singleElement()
                .isInstanceOf(Decision.Act.class);
        assertThat(RollingEngine.refused(new Decision.Wake(resumed), "It has no power control.", NOW))
                .as("so that it is woken, not acted on, the next time")
                .returns(State.ENTERING, RollingHost::failedIn);
    }

    @Test
    void whoFailedGoesOnWhereItIsNow() {
        assertThat(RollingEngine.again(host(1, State.ENTERING, false).failed("", NOW), false))
                .isEqualTo(State.WAITING);
        assertThat(RollingEngine.again(host(1, State.ENTERING, false).failed("", NOW), true))
                .as("it is empty, and was to be woken")
                .isEqualTo(State.ENTERING);
        assertThat(RollingEngine.again(host(1, State.ACTING, false).failed("", NOW), true))
                .isEqualTo(State.ACTING);
        assertThat(RollingEngine.again(host(1, State.ACTING, false).failed("", NOW), false))
                .as("nothing is done to a host in use")
                .isEqualTo(State.WAITING);
        assertThat(RollingEngine.again(host(1, State.CHECKING, false).failed("", NOW), true))
                .isEqualTo(State.CHECKING);
        assertThat(RollingEngine.again(host(1, State.LEAVING, false).failed("", NOW), true))
                .isEqualTo(State.CHECKING);
    }
}
