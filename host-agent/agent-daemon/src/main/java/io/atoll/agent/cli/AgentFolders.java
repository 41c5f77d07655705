package io.atoll.agent.cli;

import io.atoll.agent.hook.HookFolder;
import io.atoll.hypervisor.qemu.QemuSettings.AcceleratorChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the agent keeps what, and how it runs VMs, as given on the command line of run, check and status. */
public record AgentFolders(
        Path stateDirectory,
        Path runDirectory,
        @Nullable Path logs,
        AcceleratorChoice accelerator,
        Path hookDirectory) {
    private static final Set<String> OPTIONS = Set.of("state-dir", "run-dir", "log-dir", "accelerator", "hook-dir");

    static AgentFolders parse(String command, List<String> line) throws UsageException {
        var arguments = Arguments.parse(line, OPTIONS, Set.of());
        if (!arguments.words().isEmpty()) {
            throw new UsageException("%s takes only options.".formatted(command));
        }
        var logs = arguments.option("log-dir");
        return new AgentFolders(
                absolute(arguments.option("state-dir", Defaults.STATE_DIRECTORY)),
                absolute(arguments.option("run-dir", Defaults.RUN_DIRECTORY)),
                logs == null ? null : absolute(logs),
                accelerator(arguments.option("accelerator", "auto")),
                absolute(arguments.option("hook-dir", HookFolder.PLACE.toString())));
    }

    public Optional<Path> logDirectory() {
        return Optional.ofNullable(logs);
    }

    /** Where the hypervisor keeps a folder for each VM. */
    public Path virtualMachines() {
        return runDirectory.resolve("vms");
    }

    private static Path absolute(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static AcceleratorChoice accelerator(String text) throws UsageException {
        return switch (text) {
            case "auto" -> AcceleratorChoice.AUTOMATIC;
            case "kvm" -> AcceleratorChoice.FORCE_KVM;
            case "tcg" -> AcceleratorChoice.FORCE_TCG;
            default -> throw new UsageException("--accelerator must be auto, kvm or tcg.");
        };
    }
}
