package io.atoll.agent.server;

import io.atoll.agent.host.HaStanding;
import io.atoll.agent.host.HostFacts;
import io.atoll.agent.host.PoolState;
import io.atoll.agent.host.SelfCheck;
import io.atoll.agent.v1.HaReason;
import io.atoll.agent.v1.HaReport;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.PoolReport;
import io.atoll.agent.v1.Resync;
import io.atoll.agent.v1.VmEvent;
import io.atoll.agent.v1.VmGone;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.vm.VmView;
import io.atoll.agent.watch.HostUpdate.Change;
import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.vm.VmState;

/** The agent's own types as messages of the protocol. */
final class ReportMessages {
    private ReportMessages() {}

    static HostUpdate update(io.atoll.agent.watch.HostUpdate update, String streamId) {
        var message = HostUpdate.newBuilder()
                .setSequence(update.sequence())
                .setStreamId(streamId)
                .setTimeMs(update.timeMs());
        switch (update.change()) {
            case Change.VmChanged(var vm) -> message.setVmChanged(vm(vm));
            case Change.VmGone(var vm, var epoch) ->
                message.setVmGone(VmGone.newBuilder().setVmId(vm.toString()).setEpoch(epoch.value()));
            case Change.VmHappened(var event) ->
                message.setVmEvent(VmEvent.newBuilder()
                        .setVmId(event.vm().toString())
                        .setType(event.type())
                        .setDetail(event.detail())
                        .setTimeMs(event.at().toEpochMilli()));
            case Change.HostChanged(var host) -> message.setHostChanged(host(host));
            case Change.Everything(var host, var vms) -> {
                var resync = Resync.newBuilder();
                if (host != null) {
                    resync.setHost(host(host));
                }
                vms.forEach(vm -> resync.addVms(vm(vm)));
                message.setResync(resync);
            }
        }
        return message.build();
    }

    static VmReport vm(VmView view) {
        var status = view.status();
        var hardware = status.definition().hardware();
        var message = VmReport.newBuilder()
                .setVmId(view.id().toString())
                .setName(status.definition().name())
                .setEpoch(status.epoch().value())
                .setPowerState(status.state().label())
                .setSinceMs(status.since().toEpochMilli())
                .setMemoryMib(hardware.memory().value())
                .setVcpuCount(hardware.vcpuCount())
                .setGuestAgentConnected(status.guestAgentConnected())
                .addAllGuestAddresses(view.guest().addresses())
                .setAdopted(status.adopted())
                .setMemoryChannels(status.memoryChannels())
                .setDeviceLayout(
                        status.state().hasProcess()
                                ? status.definition().layout().number()
                                : 0);
        var facts = view.guest().facts();
        if (!facts.equals(GuestFacts.NONE)) {
            message.setGuestFacts(GuestFactMessages.of(facts));
        }
        if (status.process() != null) {
            message.setPid(status.process().pid());
        }
        return describe(status.state(), message).build();
    }

    private static VmReport.Builder describe(VmState state, VmReport.Builder message) {
        return switch (state) {
            case VmState.Stopped(var cause) -> message.setStopCause(cause.label());
            case VmState.Crashed(var detail) -> message.setDetail(detail).setStopCause("crash");
            case VmState.Paused(var cause) -> message.setDetail(cause.name());
            case VmState.Starting(), VmState.Running(), VmState.Stopping(), VmState.Incoming(), VmState.Migrating() ->
                message;
        };
    }

    static HostReport host(HostFacts facts) {
        var message = HostReport.newBuilder()
                .setHostId(facts.hostId().toString())
                .setAgentVersion(facts.agentVersion())
                .setHostname(facts.hostname())
                .setBootTimeMs(facts.operatingSystem().bootTimeMs())
                .setBootId(facts.operatingSystem().bootId())
                .setOsName(facts.operatingSystem().osName())
                .setKernelVersion(facts.operatingSystem().kernelVersion())
                .setQemuVersion(facts.virtualization().qemuVersion())
                .setAccelerator(facts.virtualization().accelerator())
                .setAcceleratorReason(facts.virtualization().acceleratorReason())
                .setCpuCount(facts.processor().count())
                .setCpuModel(facts.processor().model())
                .addAllCpuFeatures(facts.processor().features())
                .addAllGuestCpuModels(facts.processor().guestModels())
                .addAllCapabilities(facts.capabilities())
                .setMemoryMib(facts.memoryMib())
                .setNetworkMode(facts.networkMode().label())
                .setMigrationAddress(facts.migrationAddress())
                .putAllLabels(facts.labels())
                .setClockMs(facts.clockMs());
        facts.checks().forEach(check -> message.addChecks(check(check)));
        facts.pools().forEach(pool -> message.addPools(pool(pool)));
        return message.setHa(ha(facts.ha())).build();
    }

    private static HaReport ha(HaStanding ha) {
        var message = HaReport.newBuilder()
                .setCapable(ha.capable())
                .setCgroupV2(ha.controlGroups())
                .setEnforcers(ha.enforcers())
                .setBeatRenewed(ha.beatRenewed())
                .setLeaseMs((int) ha.lease().lengthMs())
                .setHardwareWatchdog(ha.hardwareWatchdog())
                .setLeaseHeld(ha.lease().held())
                .setLeasePhase(ha.lease().phase())
                .setMarginMs((int) ha.lease().marginMs());
        ha.reasons()
                .forEach(reason -> message.addReasons(
                        HaReason.newBuilder().setCode(reason.code()).setDetail(reason.detail())));
        ha.slotPools().forEach(pool -> message.addSlotPoolIds(pool.toString()));
        return message.build();
    }

    static PoolReport pool(PoolState pool) {
        return PoolReport.newBuilder()
                .setPoolId(pool.id().toString())
                .setPath(pool.path().toString())
                .setReachable(pool.reachable())
                .setCapacityBytes(pool.capacityBytes())
                .setUsedBytes(pool.usedBytes())
                .setDetail(pool.detail())
                .setDirectIo(pool.directIo())
                .build();
    }

    private static io.atoll.agent.v1.SelfCheck check(SelfCheck check) {
        return io.atoll.agent.v1.SelfCheck.newBuilder()
                .setName(check.name())
                .setOutcome(check.result().name())
                .setDetail(check.detail())
                .setFix(check.fix())
                .build();
    }
}
