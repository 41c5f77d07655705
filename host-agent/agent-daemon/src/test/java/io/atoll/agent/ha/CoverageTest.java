package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.storage.EpochContent;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.Owner.DesiredState;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which VMs may be taken from their host: those it is known to run under its lease. */
class CoverageTest {
    private static final VmId VM = new VmId(new UUID(7, 1));
    private static final HostId HOST = new HostId(new UUID(1, 1));
    private static final HostId OTHER = new HostId(new UUID(1, 2));

    private static Owner owner(@Nullable HostId host, long epoch, String operation) {
        return new Owner(VM, host, new VmEpoch(epoch), DesiredState.RUNNING, operation);
    }

    private static VmHaState said(HostId host, long epoch) {
        return new VmHaState(VM, host, new VmEpoch(epoch), VmHaState.Phase.RUNNING, null, 0);
    }

    @Test
    void aVmThatItsHostSaysItRunsAtThisEpochIsCovered() {
        assertThat(ClusterFacts.isCovered(owner(HOST, 3, "task:1"), said(HOST, 3)))
                .isTrue();
    }

    @Test
    void aVmThatAManagerClaimedAndNoHostHasSpokenOfIsNot() {
        assertThat(ClusterFacts.isCovered(owner(HOST, 3, "task:1"), null)).isFalse();
        assertThat(ClusterFacts.isCovered(owner(HOST, 3, "task:1"), said(HOST, 2)))
                .isFalse();
        assertThat(ClusterFacts.isCovered(owner(HOST, 3, "task:1"), said(OTHER, 3)))
                .isFalse();
    }

    @Test
    void aVmThatHaGaveAwayIsCoveredAlsoWhileItWaits() {
        assertThat(ClusterFacts.isCovered(owner(OTHER, 4, "ha:9"), said(HOST, 3)))
                .isTrue();
        assertThat(ClusterFacts.isCovered(owner(null, 4, "ha:9"), null)).isTrue();
    }

    private static EpochContent block(HostId host, long epoch) {
        return EpochContent.held(VM, new VmEpoch(epoch), host);
    }

    @Test
    void aVmIsReleasedOnlyByItsOwnerAtItsPresentEpoch() {
        var owner = owner(HOST, 3, "task:1");
        assertThat(Releases.isReleased(owner, said(HOST, 3), block(HOST, 3).released()))
                .isTrue();
        assertThat(Releases.isReleased(owner, null, block(HOST, 3).released())).isTrue();
        assertThat(Releases.isReleased(owner, said(HOST, 3), block(HOST, 3))).isFalse();
        assertThat(Releases.isReleased(owner, said(HOST, 3), block(HOST, 2).released()))
                .isFalse();
        assertThat(Releases.isReleased(owner, said(HOST, 3), block(OTHER, 3).released()))
                .isFalse();
        assertThat(Releases.isReleased(
                        owner(OTHER, 4, "ha:1"), said(HOST, 3), block(HOST, 3).released()))
                .as("it has been given to another")
                .isFalse();
        assertThat(Releases.isReleased(owner, said(HOST, 3), null)).isFalse();
        var stopped = new VmHaState(VM, HOST, new VmEpoch(3), VmHaState.Phase.STOPPED, null, 0);
        assertThat(Releases.isReleased(owner, stopped, block(HOST, 3).released()))
                .as("what the host says in ZooKeeper says more")
                .isFalse();
    }

    @Test
    void aReasonIsReadBackByItsFirstWord() {
        var reason = new FailureReason(FailureCause.IMAGE_LOCKED, "x".repeat(10_000)).text();
        assertThat(reason).hasSizeLessThan(500);
        assertThat(FailureReason.cause(reason)).isEqualTo(FailureCause.IMAGE_LOCKED);
        assertThat(FailureReason.cause("what is this")).isEqualTo(FailureCause.START_FAILED);
        assertThat(FailureReason.cause(null)).isEqualTo(FailureCause.START_FAILED);
    }
}
