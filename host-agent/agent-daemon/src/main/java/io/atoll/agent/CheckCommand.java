package io.atoll.agent;

import io.atoll.agent.cli.AgentFolders;
import io.atoll.agent.cli.Command;
import io.atoll.agent.cli.Defaults;
import io.atoll.agent.host.HostLimits;
import io.atoll.agent.host.KernelFiles;
import io.atoll.agent.host.SelfCheck;
import io.atoll.agent.host.SelfChecks;
import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.identity.AgentSettings;
import io.atoll.agent.identity.AgentSettings.NetworkSettings;
import io.atoll.agent.identity.StateDirectory;
import io.atoll.agent.network.NetworkChoice;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.HypervisorFacts;
import io.atoll.hypervisor.qemu.QemuHypervisor;
import io.atoll.hypervisor.qemu.QemuSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code atoll-agent check}: looks at this host and says of everything that is wrong how to put it right. */
final class CheckCommand implements Command {
    private final PrintStream out;

    CheckCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public int run(AgentFolders folders) throws IOException {
        var kernel = new KernelFiles(Path.of("/proc"));
        var state = new StateDirectory(folders.stateDirectory());
        var identity = state.identity().orElse(null);
        var settings = identity == null ? settingsBeforeEnrolment() : identity.settings();
        var limits = HostLimits.of(settings, kernel, Runtime.getRuntime().availableProcessors());
        var mode = NetworkChoice.of(settings.network(), kernel);
        var pools = AttachedPools.load(state.resolve("pools.json"));
        var checks = new ArrayList<>(
                new SelfChecks(kernel, folders.runDirectory(), mode, limits).run(hypervisor(folders), pools.states()));
        checks.add(enrolled(state, identity));
        checks.add(port(folders, settings));
        checks.add(writable(folders.stateDirectory()));
        checks.forEach(this::print);
        var failed = checks.stream()
                .filter(check -> check.result() == SelfCheck.Result.FAILED)
                .count();
        out.println(failed == 0 ? "This host can run virtual machines." : failed + " checks failed.");
        return failed == 0 ? 0 : 1;
    }

    private static AgentSettings settingsBeforeEnrolment() {
        return new AgentSettings(
                "unnamed",
                "0.0.0.0",
                Defaults.PORT,
                new NetworkSettings(null, Defaults.BRIDGE, null),
                AgentSettings.noLabels(),
                null,
                null);
    }

    private static @Nullable HypervisorFacts hypervisor(AgentFolders folders) {
        var settings = QemuSettings.in(folders.virtualMachines()).withAccelerator(folders.accelerator());
        try (var hypervisor = new QemuHypervisor(settings, Clock.systemUTC())) {
            return hypervisor.facts();
        } catch (HypervisorException | IllegalArgumentException e) {
            return null;
        }
    }

    private static SelfCheck enrolled(StateDirectory state, @Nullable AgentIdentity identity) {
        return identity == null
                ? SelfCheck.warning(
                        "enrolment",
                        "This host is not enrolled (%s).".formatted(state.root()),
                        "Run the command that the manager shows under Hosts, Add host.")
                : SelfCheck.ok("enrolment", "Host %s of %s.".formatted(identity.hostId(), identity.managerUrl()));
    }

    private static SelfCheck port(AgentFolders folders, AgentSettings settings) throws IOException {
        if (AgentLock.isTaken(folders.runDirectory())) {
            return SelfCheck.ok("ports", "The agent runs and serves port %d.".formatted(settings.port()));
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.port()));
            return SelfCheck.ok("ports", "Port %d is free.".formatted(settings.port()));
        } catch (IOException e) {
            return SelfCheck.failed(
                    "ports",
                    "Port %d cannot be used: %s".formatted(settings.port(), e.getMessage()),
                    "Find who uses it with ss -ltnp, or enrol with another --port.");
        }
    }

    private static SelfCheck writable(Path directory) {
        var nearest = directory;
        while (nearest != null && !Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        return nearest != null && Files.isWritable(nearest)
                ? SelfCheck.ok("state-dir", "%s is writable.".formatted(directory))
                : SelfCheck.failed(
                        "state-dir",
                        "%s is not writable.".formatted(directory),
                        "Run the agent as root, or give a --state-dir of your own.");
    }

    private void print(SelfCheck check) {
        var mark = switch (check.result()) {
            case OK -> "✔";
            case WARNING -> "!";
            case FAILED -> "✘";
        };
        out.printf("%s %-16s %s%n", mark, check.name(), check.detail());
        for (var line : check.fix().isEmpty() ? List.<String>of() : List.of(check.fix())) {
            out.printf("  %-16s Fix: %s%n", "", line);
        }
    }
}
