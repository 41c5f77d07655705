package io.atoll.manager.vm.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.VmReport;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The answer to a command and the host's own news come on two streams, in any order. */
class ReportBookTest {
    private static final HostId HOST = new HostId(new UUID(0x7000L, 0x8000_0000_0000_0000L));
    private static final VmId VM = new VmId(new UUID(0x7001L, 0x8000_0000_0000_0000L));

    private final ReportBook book = new ReportBook();

    private static VmReport vm(String state, long sinceMs) {
        return VmReport.newBuilder()
                .setVmId(VM.toString())
                .setPowerState(state)
                .setSinceMs(sinceMs)
                .build();
    }

    private static ReportedVm reported(String state, long sinceMs) {
        return new ReportedVm(vm(state, sinceMs), VmClaim.OWNER);
    }

    private ReportedState state() {
        return book.entry(HOST, VM).orElseThrow().state();
    }

    @Test
    void aVmThatHasStoppedDoesNotRunAgainByACompleteStateFromBefore() {
        book.learn(HOST, vm("STOPPED", 2));
        book.replace(HOST, List.of(reported("RUNNING", 1)), 1);
        assertThat(state()).isEqualTo(ReportedState.STOPPED);
        assertThat(book.running(VM)).isEmpty();
    }

    @Test
    void norByNewsFromBefore() {
        book.replace(HOST, List.of(), 0);
        book.learn(HOST, vm("STOPPED", 2));
        book.put(HOST, reported("RUNNING", 1));
        assertThat(state()).isEqualTo(ReportedState.STOPPED);
    }

    @Test
    void aVmThatHasStartedIsNotMissingInACompleteStateFromBefore() {
        book.learn(HOST, vm("RUNNING", 2));
        book.replace(HOST, List.of(), 1);
        assertThat(state()).isEqualTo(ReportedState.RUNNING);
    }

    @Test
    void anAnswerThatIsRememberedFromLongAgoCountsForNothing() {
        book.learn(HOST, vm("RUNNING", 2));
        book.replace(HOST, List.of(), 3);
        assertThat(book.entry(HOST, VM)).isEmpty();
    }

    @Test
    void newerNewsCountAlsoWhenTheClockIsSetBackLater() {
        book.replace(HOST, List.of(), 0);
        book.learn(HOST, vm("RUNNING", 2));
        book.put(HOST, reported("RUNNING", 2));
        book.put(HOST, reported("CRASHED", 1));
        assertThat(state()).isEqualTo(ReportedState.CRASHED);
    }

    @Test
    void aHostThatWasAwayIsBelievedAnew() {
        book.replace(HOST, List.of(), 0);
        book.learn(HOST, vm("RUNNING", 2));
        book.silenced(HOST);
        book.replace(HOST, List.of(), 1);
        assertThat(book.entry(HOST, VM)).isEmpty();
    }
}
