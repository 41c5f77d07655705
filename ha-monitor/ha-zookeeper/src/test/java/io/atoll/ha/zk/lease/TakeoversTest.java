package io.atoll.ha.zk.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.ha.zk.lease.Takeover.Obstacle;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.List;
import java.util.UUID;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TakeoversTest {
    private static TestingServer server;
    private static ZookeeperConnection connection;
    private static Installation installation;
    private HostId dead = new HostId(new UUID(0, 0));
    private HostId target = dead;
    private LeaderEpoch epoch = new LeaderEpoch(0);

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer(true);
        connection = Clients.connect(server.getConnectString(), null);
        installation = new Installation(connection);
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @BeforeEach
    void aDeadHostAndALeader() {
        dead = installation.host();
        target = installation.host();
        epoch = installation.elect();
    }

    private Takeovers takeovers() {
        return new Takeovers(connection, Installation.CLUSTER, target);
    }

    private Beat lastBeat() {
        return Installation.beatOf(installation.beating(dead, "boot").renew("boot", 1));
    }

    private Owner owner(VmId vm) {
        return new OwnerRegistry(connection).read(vm).orElseThrow();
    }

    @Test
    void fencesTheHostAndGivesItsVmsToOthersWithTheNextEpoch() throws Exception {
        var vms = installation.vmsOn(dead, 3);
        var moves = vms.stream().map(vm -> new Move(vm, target)).toList();
        var applied = (Takeover.Applied) takeovers().takeOver(epoch, lastBeat(), "both windows are over", moves);

        assertThat(applied.fence()).isEqualTo(new Fences(connection).read(dead).orElseThrow());
        assertThat(applied.fence().state()).isEqualTo(Fence.State.FENCED);
        assertThat(applied.fence().leaderEpoch()).isEqualTo(epoch);
        assertThat(applied.left()).isEmpty();
        assertThat(applied.moved()).hasSize(3);
        for (var vm : vms) {
            assertThat(owner(vm.vm())).isEqualTo(applied.moved().get(vm.vm()));
            assertThat(owner(vm.vm()).isOwnedBy(target)).isTrue();
            assertThat(owner(vm.vm()).epoch()).isEqualTo(vm.owner().epoch().next());
        }
    }

    @Test
    void aHostThatHasBeatenSinceKeepsEverything() throws Exception {
        var vm = installation.vmOn(dead);
        var channel = installation.beating(dead, "boot");
        var seen = Installation.beatOf(channel.renew("boot", 1));
        var newer = Installation.beatOf(channel.renew("boot", 2));
        assertThat(takeovers().takeOver(epoch, seen, "test", List.of(new Move(vm, target))))
                .isEqualTo(new Takeover.Refused(new Obstacle.HostHasBeaten(newer)));
        assertThat(owner(vm.vm())).isEqualTo(vm.owner());
        assertThat(new Fences(connection).read(dead).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void aDeposedLeaderTakesNothing() throws Exception {
        var vm = installation.vmOn(dead);
        var seen = lastBeat();
        var newer = installation.elect();
        assertThat(takeovers().takeOver(epoch, seen, "test", List.of(new Move(vm, target))))
                .isEqualTo(new Takeover.Refused(new Obstacle.LeaderChanged(newer)));
        assertThat(owner(vm.vm())).isEqualTo(vm.owner());
    }

    @Test
    void aVmThatWasHandedOverMeanwhileStopsTheWholeTakeover() throws Exception {
        var vms = installation.vmsOn(dead, 2);
        var seen = lastBeat();
        new OwnerRegistry(connection).transfer(vms.get(1).vm(), dead, target, new VmEpoch(1));
        var moves = vms.stream().map(vm -> new Move(vm, target)).toList();
        assertThat(takeovers().takeOver(epoch, seen, "test", moves))
                .isEqualTo(new Takeover.Refused(new Obstacle.OwnerChanged(
                        vms.get(1).vm(), owner(vms.get(1).vm()))));
        assertThat(owner(vms.get(0).vm())).isEqualTo(vms.get(0).owner());
        assertThat(new Fences(connection).read(dead).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void aHostThatNeverBeatOrIsGoneCannotBeTakenOver() {
        var never = new Beat(dead, "boot", 0, 0);
        assertThat(takeovers().takeOver(epoch, never, "test", List.of()))
                .isEqualTo(new Takeover.Refused(new Obstacle.HostUnknown()));
    }

    @Test
    void theSameTakeoverAgainGivesTheSameAnswer() throws Exception {
        var moves = installation.vmsOn(dead, 3).stream()
                .map(vm -> new Move(vm, target))
                .toList();
        var seen = lastBeat();
        var first = (Takeover.Applied) takeovers().takeOver(epoch, seen, "test", moves);
        assertThat(takeovers().takeOver(epoch, seen, "test", moves)).isEqualTo(first);
        // A leader that had moved only some of them, for example because the rest had found no room.
        var more = installation.vmOn(dead);
        var all = new java.util.ArrayList<>(moves);
        all.add(new Move(more, target));
        var second = (Takeover.Applied) takeovers().takeOver(epoch, seen, "test", all);
        assertThat(second.moved()).hasSize(4);
        assertThat(owner(more.vm()).isOwnedBy(target)).isTrue();
    }

    @Test
    void whatDoesNotFitIntoOneTransactionFollowsUnderTheSameFence() throws Exception {
        var moves = installation.vmsOn(dead, 10).stream()
                .map(vm -> new Move(vm, target))
                .toList();
        var small = new Takeovers(connection, Installation.CLUSTER, target, 1_000);
        var applied = (Takeover.Applied) small.takeOver(epoch, lastBeat(), "test", moves);
        assertThat(applied.moved()).hasSize(10);
        assertThat(installation.version(connection.layout().fence(dead))).isEqualTo(1);
    }

    @Test
    void aVmOfALaterTransactionThatChangedStaysAndTheOthersMove() throws Exception {
        var vms = installation.vmsOn(dead, 10);
        var moves = vms.stream().map(vm -> new Move(vm, target)).toList();
        var last = vms.getLast();
        new OwnerRegistry(connection).release(last.vm(), dead, new VmEpoch(1));
        var small = new Takeovers(connection, Installation.CLUSTER, target, 1_000);
        var applied = (Takeover.Applied) small.takeOver(epoch, lastBeat(), "test", moves);
        assertThat(applied.moved()).hasSize(9);
        assertThat(applied.left()).containsOnlyKeys(last.vm());
        assertThat(owner(last.vm()).host()).isNull();
    }

    @Test
    void aVmLeftBehindIsAssignedLaterOnlyWhileTheFenceIsUp() throws Exception {
        var vms = installation.vmsOn(dead, 2);
        var channel = installation.beating(dead, "boot");
        var seen = Installation.beatOf(channel.renew("boot", 1));
        var fence = ((Takeover.Applied) takeovers().takeOver(epoch, seen, "test", List.of())).fence();
        var first = new Move(vms.get(0), target);
        var away = new OwnerAway.Fenced(fence);
        var assigned = takeovers().assign(epoch, first, away);
        assertThat(assigned).isEqualTo(new Assignment.Assigned(owner(vms.get(0).vm())));
        assertThat(takeovers().assign(epoch, first, away)).isEqualTo(assigned);

        channel.open("boot", fence);
        assertThat(takeovers().assign(epoch, new Move(vms.get(1), target), away))
                .isInstanceOfSatisfying(
                        Assignment.Refused.class,
                        refused -> assertThat(refused.obstacle()).isInstanceOf(Obstacle.FenceChanged.class));
        assertThat(owner(vms.get(1).vm())).isEqualTo(vms.get(1).owner());
    }

    @Test
    void aVmIsAssignedOnTheWordOfItsOwnerUnlessThatHasChanged() throws Exception {
        var vm = installation.vmOn(dead);
        connection.createIfMissing(connection.layout().state(vm.vm()), new byte[0]);
        var states = new VmStates(connection);
        var one = new VmEpoch(1);
        assertThat(states.tell(vm.vm(), dead, one, VmHaState.Phase.GONE, "it crashed"))
                .isEqualTo(new VmStates.Told.Written());
        var gone = states.read(vm.vm()).orElseThrow();
        states.tell(vm.vm(), dead, one, VmHaState.Phase.RUNNING, null);
        var move = new Move(vm, target);
        assertThat(takeovers().assign(epoch, move, new OwnerAway.SaidSo(gone.version())))
                .isEqualTo(new Assignment.Refused(new Obstacle.StateChanged(vm.vm())));
        states.tell(vm.vm(), dead, one, VmHaState.Phase.GONE, "it crashed again");
        var again = states.read(vm.vm()).orElseThrow();
        assertThat(takeovers().assign(epoch, move, new OwnerAway.SaidSo(again.version())))
                .isEqualTo(new Assignment.Assigned(owner(vm.vm())));
        assertThat(states.tell(vm.vm(), dead, one, VmHaState.Phase.RUNNING, null))
                .isEqualTo(new VmStates.Told.NotOwner(owner(vm.vm())));
    }

    @Test
    void aVmThatItsOwnerReleasedOnThePoolIsAssignedByTheOwnerAlone() throws Exception {
        var vm = installation.vmOn(dead);
        connection.createIfMissing(connection.layout().state(vm.vm()), new byte[0]);
        var states = new VmStates(connection);
        states.tell(vm.vm(), dead, new VmEpoch(1), VmHaState.Phase.READY, null);
        var move = new Move(vm, target);
        var assigned = takeovers().assign(epoch, move, new OwnerAway.Released());
        assertThat(assigned).isEqualTo(new Assignment.Assigned(owner(vm.vm())));
        assertThat(owner(vm.vm()).isOwnedBy(target)).isTrue();
        assertThat(owner(vm.vm()).epoch()).isEqualTo(new VmEpoch(2));
        assertThat(takeovers().assign(epoch, move, new OwnerAway.Released()))
                .as("the same again")
                .isEqualTo(assigned);

        var other = installation.vmOn(dead);
        new OwnerRegistry(connection).transfer(other.vm(), dead, target, new VmEpoch(1));
        assertThat(takeovers().assign(epoch, new Move(other, target), new OwnerAway.Released()))
                .as("a migration was faster")
                .isEqualTo(new Assignment.Refused(new Obstacle.OwnerChanged(other.vm(), owner(other.vm()))));
    }

    @Test
    void anotherHostsFenceIsNoReason() throws Exception {
        var vm = installation.vmOn(dead);
        var other = new Fence(target, Fence.State.FENCED, epoch, "x", "test", 0);
        assertThatThrownBy(() -> takeovers().assign(epoch, new Move(vm, target), new OwnerAway.Fenced(other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("says nothing about it");
    }
}
