package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.agent.v1.CpuTopology;
import io.atoll.agent.v1.DeleteVm;
import io.atoll.agent.v1.GetHostRequest;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Firmware, TPM and topology through the agent's calls: what they need is in the VM's folder in its pool, and goes with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmHardwareTest {
    private final TestAuthority authority = new TestAuthority();

    @TempDir
    static Path folder;

    private TestZookeeper zookeeper;
    private TestHost host;
    private TestVm vms;

    @BeforeAll
    void start() throws Exception {
        zookeeper = new TestZookeeper(folder, authority);
        host = new TestHost(folder, authority, zookeeper.connect());
        zookeeper.admit(host.id);
        host.start();
        Files.createDirectory(folder.resolve("pool"));
        vms = new TestVm(folder.resolve("pool"));
        vms.provision(host);
    }

    @AfterAll
    void stop() {
        host.close();
        zookeeper.close();
    }

    @Test
    void theHostSaysWhatQemuCanGive() {
        var report = host.calls().getHost(GetHostRequest.getDefaultInstance());
        assertThat(report.getCpuFeaturesList()).contains("sse4_2", "aes", "svm").doesNotContain("hypervisor");
        assertThat(report.getGuestCpuModelsList()).contains("qemu64").doesNotContain("host");
        assertThat(report.getCapabilitiesList()).contains("hardware-options");
    }

    @Test
    void firmwareAndTpmAreInTheVmsFolderAndGoWithIt() throws IOException {
        assumeOffered("secure-boot");
        assumeOffered("tpm");
        var spec = vms.newVm(host)
                .setFirmware("uefi")
                .setSecureBoot(true)
                .setTpm(true)
                .setMemoryMib(128)
                .setVcpuCount(2)
                .setCpuTopology(CpuTopology.newBuilder()
                        .setSockets(2)
                        .setCoresPerSocket(1)
                        .setThreadsPerCore(1));
        var home = folder.resolve("pool/vms").resolve(spec.getVmId());

        startAndStop(spec);

        var variables = home.resolve("uefi-vars-secure.fd");
        assertThat(variables).isNotEmptyFile();
        assertThat(home.resolve("tpm/tpm2-00.permall")).isNotEmptyFile();
        var marked = Files.readAllBytes(variables);
        marked[marked.length - 1] ^= 1;
        Files.write(variables, marked);
        startAndStop(spec);
        assertThat(Files.readAllBytes(variables)[marked.length - 1])
                .as("a later start takes the variables that are there")
                .isEqualTo(marked[marked.length - 1]);
        TestVm.succeeded(host.run(request -> request.setDeleteVm(DeleteVm.newBuilder()
                .setVmId(spec.getVmId())
                .setPoolId(vms.pool)
                .setEpoch(9))));
        assertThat(home).doesNotExist();
    }

    private void startAndStop(VmSpec.Builder spec) throws IOException {
        var epoch = zookeeper.claim(TestVm.id(spec), host.id);
        var started = TestVm.succeeded(host.run(request -> request.setStartVm(TestVm.start(spec, epoch.value()))));
        var line = Files.readString(Path.of("/proc/" + started.getDone().getVm().getPid() + "/cmdline"))
                .split("\0", -1);
        assertThat(List.of(line))
                .contains("cpus=2,sockets=2,cores=1,threads=1", "driver=cfi.pflash01,property=secure,value=on")
                .anyMatch(word -> word.contains("tpm-crb"));
        TestVm.succeeded(host.run(request ->
                request.setStopVm(StopVm.newBuilder().setVmId(spec.getVmId()).setEpoch(epoch.value()))));
    }

    private void assumeOffered(String capability) {
        var offered = host.calls()
                .getHost(GetHostRequest.getDefaultInstance())
                .getCapabilitiesList()
                .contains(capability);
        assumeTrue(offered, () -> "this host lacks " + capability);
    }
}
