package io.atoll.agent;

import io.atoll.agent.cli.AgentFolders;
import io.atoll.agent.cli.Command;
import io.atoll.agent.identity.StateDirectory;
import io.atoll.hypervisor.qemu.OwnControlGroup;
import io.atoll.hypervisor.qemu.QemuHypervisor;
import io.atoll.hypervisor.qemu.QemuSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code atoll-agent run}: serves until it is told to end. VMs run on. */
final class RunCommand implements Command {
    private final String version;

    RunCommand(String version) {
        this.version = version;
    }

    @Override
    public int run(AgentFolders folders) throws IOException {
        folders.logDirectory().ifPresent(directory -> {
            System.setProperty("atoll.log.dir", directory.toString());
            System.setProperty("logback.configurationFile", "logback-file.xml");
        });
        var ended = new CountDownLatch(1);
        var clock = Clock.systemUTC();
        var group = OwnControlGroup.find().map(own -> own.resolve("atoll")).orElse(null);
        var qemu = QemuSettings.in(folders.virtualMachines())
                .withAccelerator(folders.accelerator())
                .withControlGroup(group);
        var setup = new AgentDaemon.Setup(
                new StateDirectory(folders.stateDirectory()),
                folders.runDirectory(),
                folders.hookDirectory(),
                new QemuHypervisor(qemu, clock),
                group,
                clock,
                version,
                UUID.randomUUID().toString());
        var daemon = AgentDaemon.start(setup);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            logger().info("Agent ends; virtual machines run on");
            daemon.close();
            ended.countDown();
        }));
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Not a constant: logging is set up by this very command. */
    private static Logger logger() {
        return LoggerFactory.getLogger(RunCommand.class);
    }
}
