package io.atoll.manager.agentlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.GuestFactsReport;
import io.atoll.agent.v1.GuestFileSystem;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSample;
import io.atoll.model.HostId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lying agent may say, and that none of it is believed. */
class ReportCheckTest {
    private static final HostId HOST = new HostId(new UUID(0, 1));
    private static final String VM = new UUID(0, 2).toString();

    @Test
    void anHonestReportPasses() {
        assertThat(ReportCheck.host(HOST, host().build())).isEmpty();
        assertThat(ReportCheck.vm(vm().build())).isEmpty();
        assertThat(SampleCheck.samples(samples(host -> {}, vm -> {}))).isEmpty();
    }

    @Test
    void aHostIsNobodyElse() {
        var other = host().setHostId(new UUID(0, 9).toString()).build();
        assertThat(ReportCheck.host(HOST, other))
                .hasValueSatisfying(what -> assertThat(what).contains("it says it is host"));
        assertThat(ReportCheck.host(HOST, host().setHostId("").build())).isPresent();
    }

    /** Unsigned 2^63 and more arrive as negative numbers. */
    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000_000_000_000_000L})
    void absurdFiguresAreDropped(long figure) {
        assertThat(ReportCheck.host(HOST, host().setMemoryMib(figure).build())).isPresent();
        assertThat(ReportCheck.vm(vm().setMemoryMib(figure).build())).isPresent();
        assertThat(SampleCheck.samples(samples(host -> host.setMemoryUsedMib(figure), vm -> {})))
                .isPresent();
        assertThat(SampleCheck.samples(samples(host -> host.setMemoryFreeMib(figure), vm -> {})))
                .isPresent();
        assertThat(SampleCheck.samples(samples(host -> {}, vm -> vm.setMemoryResidentMib(figure))))
                .isPresent();
        if (figure < 0) {
            assertThat(ReportCheck.vm(vm().setEpoch(figure).build())).isPresent();
            assertThat(SampleCheck.samples(samples(host -> {}, vm -> vm.setDiskReadBytesTotal(figure))))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 8_193})
    void absurdProcessorsAreDropped(int count) {
        assertThat(ReportCheck.host(HOST, host().setCpuCount(count).build())).isPresent();
        assertThat(ReportCheck.vm(vm().setVcpuCount(count).build())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "../../x", "00000000-0000-0000-0000-00000000000g", "' or 1=1 --", "<script>"})
    void idsThatAreNoneAreDropped(String text) {
        assertThat(ReportCheck.isId(text)).isFalse();
        assertThat(SampleCheck.samples(samples(host -> {}, vm -> vm.setVmId(text))))
                .isPresent();
    }

    /** One that is merely unknown may be a newer agent's. */
    @Test
    void aStateThatIsNoWordIsDropped() {
        assertThat(ReportCheck.vm(vm().setPowerState("HIBERNATED").build())).isEmpty();
        assertThat(ReportCheck.vm(vm().setPowerState("x".repeat(65)).build())).isPresent();
    }

    @Test
    void whatIsWrongIsToldOnOneShortPrintableLine() {
        var text = "\u001b[2J\r\nSet-Cookie: x\u202e" + "x".repeat(100_000);
        assertThat(ReportCheck.vm(vm().setPowerState(text).build())).hasValueSatisfying(what -> {
            assertThat(what).hasSizeLessThan(2_100);
            assertThat(what).doesNotContainPattern("[\\p{Cntrl}\\u202e]");
        });
    }

    @Test
    void textsAndListsHaveLimits() {
        assertThat(ReportCheck.vm(vm().setDetail("x".repeat(8_193)).build())).isPresent();
        assertThat(ReportCheck.host(HOST, host().setOsName("x".repeat(8_193)).build()))
                .isPresent();
        var many = vm();
        for (int i = 0; i < 257; i++) {
            many.addGuestAddresses("10.0.0.1");
        }
        assertThat(ReportCheck.vm(many.build())).isPresent();
        var facts = GuestFactsReport.newBuilder();
        for (int i = 0; i < 257; i++) {
            facts.addFileSystems(GuestFileSystem.getDefaultInstance());
        }
        assertThat(ReportCheck.vm(vm().setGuestFacts(facts).build())).isPresent();
    }

    private static HostReport.Builder host() {
        return HostReport.newBuilder()
                .setHostId(HOST.toString())
                .setHostname("n1")
                .setMemoryMib(16_384)
                .setCpuCount(8);
    }

    private static VmReport.Builder vm() {
        return VmReport.newBuilder()
                .setVmId(VM)
                .setPowerState("RUNNING")
                .setEpoch(3)
                .setMemoryMib(512)
                .setVcpuCount(2);
    }

    private static Samples samples(
            java.util.function.Consumer<HostSample.Builder> host, java.util.function.Consumer<VmSample.Builder> vm) {
        var ofHost = HostSample.newBuilder().setMemoryUsedMib(1_024).setCpuUsedMillicores(500);
        var ofVm = VmSample.newBuilder().setVmId(VM).setMemoryResidentMib(100);
        host.accept(ofHost);
        vm.accept(ofVm);
        return Samples.newBuilder().setHost(ofHost).addVms(ofVm).build();
    }
}
