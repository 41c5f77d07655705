package io.atoll.agent;

import io.atoll.agent.cli.AgentFolders;
import io.atoll.agent.cli.Command;
import io.atoll.agent.identity.StateDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;

/** {@code atoll-agent status}: who this host is, whether its agent runs, and which VMs it has. */
final class StatusCommand implements Command {
    private final PrintStream out;

    StatusCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public int run(AgentFolders folders) throws IOException {
        var identity = new StateDirectory(folders.stateDirectory()).identity();
        if (identity.isEmpty()) {
            out.printf("This host is not enrolled (%s).%n", folders.stateDirectory());
            return 3;
        }
        var host = identity.get();
        out.printf("Host      %s (%s)%n", host.settings().name(), host.hostId());
        out.printf("Manager   %s%n", host.managerUrl());
        out.printf(
                "Address   %s:%d%n", host.settings().address(), host.settings().port());
        if (!AgentLock.isTaken(folders.runDirectory())) {
            out.printf("Agent     does not run (%s)%n", folders.runDirectory());
            return 3;
        }
        StatusFile.read(folders.runDirectory())
                .ifPresentOrElse(this::print, () -> out.println("Agent     is starting"));
        return 0;
    }

    private void print(StatusFile status) {
        out.printf(
                "Agent     runs as process %d; ZooKeeper %s (as of %s)%n",
                status.pid(),
                status.zookeeperConnected() ? "connected" : "not connected",
                Instant.ofEpochMilli(status.writtenAtMs()));
        out.printf("VMs       %d%n", status.vms().size());
        for (var vm : status.vms()) {
            out.printf("          %s %-10s %s%s%n", vm.id(), vm.state(), vm.name(), vm.adopted() ? " (adopted)" : "");
        }
    }
}
