package io.atoll.manager.drs.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.placement.ShareLimit;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A share of all VMs of a rule is told to the planner as a share of those that run. */
class RunningLimitsTest {
    private static final Host HOST = new Host(
            new HostId(new UUID(1, 1)),
            "host",
            new Host.Capacity(16, new Megahertz(16_000), Mebibytes.ofGibibytes(640), 10_000),
            Host.Reach.NOTHING_SPECIAL,
            "",
            PowerState.ON,
            PowerModel.ofLine(100, 200));

    /** Of 10 VMs half may be on one host: five of the four that run, so nothing is broken however they lie. */
    @ParameterizedTest
    @CsvSource({"10, 4, 50, 4", "10, 10, 50, 5", "100, 100, 29, 29", "90, 45, 70, 45", "3, 0, 50, 0"})
    void aShareOfAllIsTheSameNumberOfThoseThatRun(int all, int running, int percent, int most) {
        var vms = new ArrayList<Vm>();
        var ids = new TreeSet<VmId>();
        for (var at = 0; at < all; at++) {
            ids.add(new VmId(new UUID(2, at)));
            vms.add(vm(at, at < running));
        }
        var share = new Preference.BlastRadius("half", ids, null, percent / 100.0, Preference.BINDING_WEIGHT);
        var model = Cluster.of(List.of(HOST), vms, List.of(), new Limits(1e6, 1, 1e9, 8))
                .with(List.of(share));
        var limit = new ShareLimit("half", ids, null, all * percent / 100, false);
        var told = (Preference.BlastRadius)
                RunningLimits.in(model, List.of(limit)).preferences().getFirst();
        assertThat(running == 0 ? 0 : (int) Math.floor(told.mostShare() * running))
                .isEqualTo(most);
        assertThat(told.isBinding()).isTrue();
    }

    private static Vm vm(int at, boolean runs) {
        return new Vm(
                new VmId(new UUID(2, at)),
                "vm-" + at,
                runs ? HOST.id() : null,
                Vm.Cpu.of(1, new Megahertz(100)),
                Vm.Memory.of(Mebibytes.ofGibibytes(1)),
                Vm.Needs.NOTHING_SPECIAL,
                Vm.Standing.USUAL);
    }
}
