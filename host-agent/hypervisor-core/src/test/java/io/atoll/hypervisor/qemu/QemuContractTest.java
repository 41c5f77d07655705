package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.contract.HypervisorContract;
import io.atoll.model.VmId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

@QemuTest
class QemuContractTest extends HypervisorContract {

    @TempDir
    Path folder;

    private final List<QemuHypervisor> opened = new ArrayList<>();

    @AfterEach
    void endEverything() {
        opened.forEach(QemuHypervisor::close);
        QemuTests.killAllBelow(folder);
    }

    @Override
    protected Hypervisor open(String host) {
        var hypervisor = new QemuHypervisor(QemuSettings.in(folder.resolve(host)), InstantSource.system());
        opened.add(hypervisor);
        return hypervisor;
    }

    @Override
    protected VmDefinition define(VmId vm, String name, Guest guest) {
        var disk = folder.resolve(name + ", the \"disk\".raw");
        try {
            if (!Files.exists(disk)) {
                switch (guest) {
                    case OBEDIENT -> WitnessDisk.create(disk, false);
                    case DEAF -> WitnessDisk.create(disk, true);
                    case TYPIST -> TypistDisk.create(disk);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return QemuTests.witness(vm, name, disk);
    }

    @Override
    protected VmDefinition withMissingDisk(VmDefinition definition) {
        return QemuTests.witness(definition.id(), definition.name(), folder.resolve("missing.raw"));
    }

    @Override
    protected long heartbeat(Hypervisor host, VmId vm) {
        return WitnessDisk.heartbeat(host.serialLog(vm));
    }

    @Override
    protected String typed(Hypervisor host, VmId vm) {
        try {
            return Files.readString(host.serialLog(vm), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void crash(Hypervisor host, VmId vm) {
        var process = host.find(vm).orElseThrow().process();
        if (process == null) {
            throw new IllegalStateException("nothing to crash");
        }
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
}
