package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.Effort;
import io.atoll.drs.core.PowerPolicy;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** With the history of demand known, consolidation looks ahead and stays calm. */
class PowerSavingTest {
    private static final double HOST_MHZ = 10_000;

    private final List<Vm> vms = new ArrayList<>();

    /** A VM whose demand was steady for two hours and is {@code nowMhz} now. */
    private void vm(int host, double usualMhz, double nowMhz) {
        var history = new double[24];
        Arrays.fill(history, usualMhz);
        history[23] = nowMhz;
        var index = vms.size();
        vms.add(new Vm(
                new VmId(new UUID(2, index)),
                "v" + index,
                hostId(host),
                new Vm.Cpu(
                        1,
                        new Megahertz(nowMhz),
                        Megahertz.NONE,
                        new Megahertz(2_000),
                        1000,
                        DemandHistory.of(history)),
                Vm.Memory.of(new Mebibytes(1024)),
                Vm.Needs.NOTHING_SPECIAL,
                true,
                0));
    }

    private Plan plan(int hostCount) {
        return plan(hostCount, new Question.Consolidate());
    }

    private Plan plan(int hostCount, Question question) {
        var hosts = new ArrayList<Host>();
        for (var h = 0; h < hostCount; h++) {
            var awake = h < hostCount - 1;
            hosts.add(new Host(
                    hostId(h),
                    "h" + h,
                    new Host.Capacity(4, new Megahertz(HOST_MHZ), new Mebibytes(65_536), 1000),
                    Host.Reach.NOTHING_SPECIAL,
                    "",
                    awake ? PowerState.ON : PowerState.STANDBY,
                    PowerModel.ofLine(100, 200)));
        }
        var cluster = Cluster.of(hosts, vms, List.of(), new Limits(1, 1, 100, 8));
        var answer = new Scheduler(1, Effort.usual()).answer(cluster, question);
        var plan = ((Answer.Planned) answer).plan();
        assertThat(PlanReferee.faults(cluster, plan)).isEmpty();
        return plan;
    }

    private static HostId hostId(int index) {
        return new HostId(new UUID(1, index));
    }

    @Test
    void twoIdleHostsBecomeOne() {
        for (var i = 0; i < 4; i++) {
            vm(i % 2, 500, 500);
        }
        assertThat(PlanReferee.hostsInUse(plan(3).finalHosts())).isEqualTo(1);
    }

    @Test
    void aLullDoesNotEmptyAHostThatWillBeNeededAgain() {
        for (var i = 0; i < 10; i++) {
            vm(i % 2, 1_500, 200);
        }
        assertThat(plan(3).migrationCount()).isZero();
    }

    @Test
    void aSpikeThatStillFitsMovesNobody() {
        for (var i = 0; i < 10; i++) {
            vm(i % 2, 1_200, i % 2 == 0 ? 1_900 : 1_200);
        }
        assertThat(plan(3).migrationCount()).isZero();
    }

    @Test
    void aHostThatIsAskedForTooMuchGivesSomeoneAway() {
        for (var i = 0; i < 6; i++) {
            vm(0, 1_800, 1_900);
        }
        vm(1, 1_000, 1_000);
        vm(1, 1_900, 1_900);
        vm(1, 1_900, 1_900);
        assertThat(plan(3).migrationCount()).isPositive();
    }

    @Test
    void dearerMovesKeepTheHostAwake() {
        for (var i = 0; i < 4; i++) {
            vm(i % 2, 500, 500);
        }
        var dear = new PowerPolicy(10_000, 5, 5, 0.1);
        assertThat(plan(3, new Question.Consolidate(dear)).migrationCount()).isZero();
    }

    @Test
    void aHostThatWillNotFitItsMeanIsRelievedBeforeItIsOverloaded() {
        for (var i = 0; i < 6; i++) {
            vm(0, 1_900, 1_500);
        }
        vm(1, 1_000, 1_000);
        assertThat(plan(3).migrationCount()).isPositive();
    }

    @Test
    void ifOneHostIsNotEnoughAnotherWakes() {
        for (var i = 0; i < 12; i++) {
            vm(i % 2, 1_900, 1_900);
        }
        assertThat(PlanReferee.hostsInUse(plan(3).finalHosts())).isEqualTo(3);
    }
}
