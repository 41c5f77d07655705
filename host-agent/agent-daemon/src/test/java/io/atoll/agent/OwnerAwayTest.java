package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.PauseVm;
import io.atoll.agent.v1.ResumeVm;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.WatchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ZooKeeper goes away: what runs runs on and obeys, and nothing new starts. */
class OwnerAwayTest {
    @TempDir
    Path folder;

    @Test
    void startsNothingAndTouchesNothingWithoutZookeeper() throws Exception {
        var authority = new TestAuthority();
        try (var zookeeper = new TestZookeeper(folder, authority);
                var host = new TestHost(folder, authority, zookeeper.connect())) {
            zookeeper.admit(host.id);
            host.start();
            var vms = new TestVm(Files.createDirectory(folder.resolve("pool")));
            vms.provision(host);
            var running = vms.newVm(host);
            var epoch = zookeeper.claim(TestVm.id(running), host.id).value();
            TestVm.succeeded(host.run(request -> request.setStartVm(TestVm.start(running, epoch))));
            var other = vms.newVm(host);
            zookeeper.claim(TestVm.id(other), host.id);

            zookeeper.goDown();

            TestVm.failed(host.run(request -> request.setStartVm(TestVm.start(other, 1))), "COORDINATION_UNREACHABLE");
            var list = host.calls()
                    .watch(WatchRequest.getDefaultInstance())
                    .next()
                    .getResync()
                    .getVmsList();
            assertThat(list).hasSize(1);
            assertThat(list.getFirst().getPowerState()).isEqualTo("RUNNING");
            TestVm.succeeded(host.run(request -> request.setPauseVm(
                    PauseVm.newBuilder().setVmId(running.getVmId()).setEpoch(epoch))));
            TestVm.succeeded(host.run(request -> request.setResumeVm(
                    ResumeVm.newBuilder().setVmId(running.getVmId()).setEpoch(epoch))));
            TestVm.succeeded(host.run(request -> request.setStopVm(
                    StopVm.newBuilder().setVmId(running.getVmId()).setEpoch(epoch))));
        }
    }
}
