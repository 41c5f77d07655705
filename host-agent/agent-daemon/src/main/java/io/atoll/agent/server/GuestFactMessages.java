package io.atoll.agent.server;

import io.atoll.agent.v1.GuestFactsReport;
import io.atoll.agent.v1.GuestFileSystem;
import io.atoll.hypervisor.api.GuestFacts;

/** What a guest claims of itself, for the manager. */
final class GuestFactMessages {
    private GuestFactMessages() {}

    static GuestFactsReport of(GuestFacts facts) {
        var message = GuestFactsReport.newBuilder()
                .setHostName(facts.hostName())
                .setCloudInit(facts.cloudInit().state().name())
                .setCloudInitDetail(facts.cloudInit().detail());
        var system = facts.operatingSystem();
        if (system != null) {
            message.setOsId(system.id())
                    .setOsName(system.name())
                    .setOsVersion(system.version())
                    .setKernel(system.kernel())
                    .setMachine(system.machine());
        }
        for (var each : facts.fileSystems()) {
            var fileSystem = GuestFileSystem.newBuilder()
                    .setMountPoint(each.mountPoint())
                    .setType(each.type());
            if (each.totalBytes() != null && each.usedBytes() != null) {
                fileSystem.setTotalBytes(each.totalBytes()).setUsedBytes(each.usedBytes());
            }
            message.addFileSystems(fileSystem);
        }
        return message.build();
    }
}
