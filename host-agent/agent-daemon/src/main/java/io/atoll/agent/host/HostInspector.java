package io.atoll.agent.host;

import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.identity.NetworkMode;
import io.atoll.hypervisor.api.GuestOffer.Capability;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.HypervisorFacts;
import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import io.atoll.model.CpuBaseline;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together what the manager is told of this host. */
public final class HostInspector {
    private final AgentIdentity identity;
    private final String agentVersion;
    private final Sources sources;
    private final HostLimits limits;
    private final NetworkMode networkMode;
    private final Clock clock;

    public HostInspector(
            AgentIdentity identity,
            String agentVersion,
            Sources sources,
            HostLimits limits,
            NetworkMode networkMode,
            Clock clock) {
        this.identity = identity;
        this.agentVersion = agentVersion;
        this.sources = sources;
        this.limits = limits;
        this.networkMode = networkMode;
        this.clock = clock;
    }

    /** Where the facts come from. */
    public record Sources(
            KernelFiles kernel,
            Hypervisor hypervisor,
            Supplier<List<PoolState>> pools,
            Supplier<HaStanding> ha,
            SelfChecks checks) {}

    /** Everything, looked at afresh. */
    public HostFacts inspect() {
        var hypervisor = hypervisor();
        var pools = sources.pools().get();
        return new HostFacts(
                identity.hostId(),
                agentVersion,
                sources.kernel().text("sys/kernel/hostname"),
                operatingSystem(),
                processor(hypervisor),
                limits.memory().value(),
                capabilities(hypervisor),
                virtualization(hypervisor),
                networkMode,
                identity.settings().address(),
                identity.settings().labels(),
                sources.checks().run(hypervisor, pools),
                pools,
                sources.ha().get(),
                clock.millis());
    }

    private @Nullable HypervisorFacts hypervisor() {
        try {
            return sources.hypervisor().facts();
        } catch (HypervisorException e) {
            return null;
        }
    }

    private static List<String> capabilities(@Nullable HypervisorFacts facts) {
        return facts == null
                ? List.of()
                : facts.offer().capabilities().stream().map(Capability::label).toList();
    }

    private static HostFacts.Virtualization virtualization(@Nullable HypervisorFacts facts) {
        if (facts == null) {
            return new HostFacts.Virtualization("", "", "QEMU was not found.");
        }
        var accelerator = facts.accelerator().name().toLowerCase(java.util.Locale.ROOT);
        return new HostFacts.Virtualization(facts.version(), accelerator, facts.acceleratorReason());
    }

    private HostFacts.OperatingSystem operatingSystem() {
        var kernel = sources.kernel();
        return new HostFacts.OperatingSystem(
                OsRelease.prettyName(),
                kernel.text("sys/kernel/osrelease"),
                kernel.text("sys/kernel/random/boot_id"),
                kernel.bootTimeMs());
    }

    /**
     * What QEMU says guests can be given. Where it does not say: under emulation, where guests do not see the host's processor,
     * what every emulator knows; else what the kernel says.
     */
    private HostFacts.Processor processor(@Nullable HypervisorFacts facts) {
        var model = cpuinfo("model name");
        if (facts != null && facts.offer().isKnown()) {
            var offer = facts.offer();
            return new HostFacts.Processor(
                    limits.cpuCount(), model, List.copyOf(offer.cpuFeatures().names()), offer.cpuModels());
        }
        if (facts != null && facts.accelerator() == Accelerator.TCG) {
            var emulated = CpuBaseline.X86_64_V2.features().names();
            return new HostFacts.Processor(limits.cpuCount(), model, List.copyOf(emulated), List.of());
        }
        var flags = cpuinfo("flags");
        return new HostFacts.Processor(
                limits.cpuCount(), model, flags.isEmpty() ? List.of() : KernelFiles.words(flags), List.of());
    }

    private String cpuinfo(String key) {
        return sources.kernel().lines("cpuinfo").stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
