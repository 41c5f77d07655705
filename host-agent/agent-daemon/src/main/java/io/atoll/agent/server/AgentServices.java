package io.atoll.agent.server;

import io.atoll.agent.hook.HookFolder;
import io.atoll.agent.hook.LastingRuns;
import io.atoll.agent.host.HostInspector;
import io.atoll.agent.host.HostShutdown;
import io.atoll.agent.network.HostNetworks;
import io.atoll.agent.network.NetworkRecord;
import io.atoll.agent.operation.LeaderEpochs;
import io.atoll.agent.operation.OperationRegistry;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.agent.vm.VmHost;
import io.atoll.agent.vm.VmMigrations;
import io.atoll.agent.vm.VmNews;
import io.atoll.agent.vm.VmSnapshots;
import io.atoll.agent.watch.SampleBoard;
import io.atoll.agent.watch.UpdateLog;
import io.atoll.hypervisor.api.Hypervisor;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Puts the gRPC side together from the agent's parts. */
public final class AgentServices {
    /** A sixth of what the manager is patient for. */
    private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(10);

    private AgentServices() {}

    /** The VMs of this host, and the specs beside their disks. */
    public record Vms(
            Hypervisor hypervisor,
            VmHost host,
            VmMigrations migrations,
            VmSnapshots snapshots,
            VmNews news,
            StoredSpecs specs) {}

    /** The rest of this host; {@code onHostChange} is called when what the manager is told of it has changed. */
    public record Host(
            HostInspector inspector,
            AttachedPools pools,
            HostNetworks networks,
            NetworkRecord networkRecord,
            HostShutdown shutdown,
            Programs programs,
            Runnable onHostChange) {}

    /** Programs of the host's administrator, and how they are run. */
    public record Programs(HookFolder hooks, LastingRuns runs) {}

    /** What operations run in, and who leads. */
    public record Operations(OperationRegistry registry, LeaderEpochs leaders) {}

    /** What watchers are told. */
    public record News(UpdateLog log, SampleBoard samples) {}

    public static ServerServiceDefinition of(
            Vms vms, Host host, Operations operations, News news, TrustCalls trust, Executor executor) {
        var decoder = new OperationDecoder(
                new VmOperations(vms.host(), vms.migrations(), vms.news(), vms.specs()),
                new HostOperations(
                        host.pools(), host.networks(), host.networkRecord(), host.shutdown(), host.onHostChange()),
                new HookOperations(host.programs().hooks(), host.programs().runs()),
                new ShareOperations(vms.hypervisor()),
                new SnapshotOperations(vms.snapshots(), vms.specs()));
        var calls = new AgentGrpcService.Calls(
                () -> ReportMessages.host(host.inspector().inspect()),
                new RunCalls(operations.registry(), decoder::work, executor, SIGN_OF_LIFE_EVERY),
                operations.registry(),
                new WatchCalls(news.log(), news.samples(), executor),
                new AgentGrpcService.Consoles(
                        new ConsoleCalls(vms.hypervisor(), executor),
                        new ScreenCalls(vms.hypervisor(), executor),
                        new KeyboardCalls(vms.host(), executor)),
                new ImageCalls(host.pools(), operations.leaders()),
                trust);
        return new AgentGrpcService(calls, operations.leaders()).bindService();
    }
}
