package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** A process of its own that starts a VM and then waits to be killed. */
final class ShortLivedAgent {

    private ShortLivedAgent() {}

    public static void main(String[] args) throws InterruptedException {
        var hypervisor = new QemuHypervisor(QemuSettings.in(Path.of(args[0])), InstantSource.system());
        var vm = QemuTests.witness(VmId.parse("0190aaaa-0000-7000-8000-0000000000db"), "db", Path.of(args[1]));
        var status = hypervisor.start(vm, new VmEpoch(1), StartMode.RUNNING);
        var process = status.process();
        System.out.println("STARTED " + (process == null ? "without process" : process.pid()));
        new CountDownLatch(1).await();
    }
}
