package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.contract.Await;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What QEMU says that it can give guests, and that it is true. */
@QemuTest
@Timeout(120)
class CpuProbeTest {

    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");

    @TempDir
    Path folder;

    @AfterEach
    void endEverything() {
        QemuTests.killAllBelow(folder);
    }

    @Test
    void emulatedGuestsAreGivenMoreThanTheirLevel() throws IOException {
        var answer = CpuProbe.ask(QemuTests.BINARY, Accelerator.TCG);

        assertThat(answer.features().names())
                .containsAll(CpuBaseline.X86_64_V2.features().names())
                .contains("aes", "rdrand", "svm")
                .doesNotContain("hypervisor", "avx512f");
        assertThat(answer.models()).contains("qemu64", "Nehalem").doesNotContain("host", "Icelake-Server");
    }

    @Test
    void aGuestWithAllThatQemuOffersRuns() throws IOException {
        var settings = QemuTests.emulated(folder.resolve("n1"));
        try (var hypervisor = new QemuHypervisor(settings, InstantSource.system())) {
            var offer = hypervisor.facts().offer();
            var everything = CpuBaseline.common(List.of(offer.cpuFeatures()));
            assertThat(everything.beyondLevel().names()).isNotEmpty();
            hypervisor.start(withCpu(everything), new VmEpoch(1), StartMode.RUNNING);
            Await.until("its heart beats", () -> WitnessDisk.heartbeat(hypervisor.serialLog(DB)) > 2);

            var line = Objects.requireNonNull(hypervisor.find(DB).orElseThrow().process());
            assertThat(Files.readString(Path.of("/proc/" + line.pid() + "/cmdline")))
                    .contains("+aes,");
            assertThat(hypervisor.find(DB).orElseThrow().definition().hardware().cpuBaseline())
                    .isEqualTo(everything);
            hypervisor.stop(DB);
        }
    }

    @Test
    void aBinaryThatIsNotQemuSaysSo() throws IOException {
        var other = Files.createFile(
                folder.resolve("not-qemu"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(other, "#!/bin/sh\necho hello\n");

        assertThatIOException().isThrownBy(() -> CpuProbe.ask(other, Accelerator.TCG));
    }

    private VmDefinition withCpu(CpuBaseline cpu) throws IOException {
        return new VmDefinition(
                DB,
                "db",
                VmHardware.of(1, new Mebibytes(32), cpu),
                List.of(new VmDisk(
                        WitnessDisk.create(folder.resolve("db.raw"), false),
                        VmDisk.Format.RAW,
                        VmDisk.Cache.NONE,
                        false)),
                null,
                List.of());
    }
}
