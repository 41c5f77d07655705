package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import io.atoll.hypervisor.api.HypervisorFacts.Warning;
import io.atoll.hypervisor.qemu.QemuProbe.Version;
import io.atoll.hypervisor.qemu.QemuSettings.AcceleratorChoice;
import io.atoll.model.Mebibytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QemuProbeTest {

    private static final String PLAIN_CPU = "model name\t: vmx svm lookalike\nflags\t\t: fpu vme sse2 vmxish\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"vmx", "svm"})
    void aDeviceAndAProcessorThatCanMeanKvm(String flag) throws IOException {
        var choice = probe(true, "flags\t\t: fpu " + flag + " sse2\n").accelerator();

        assertThat(choice.accelerator()).isEqualTo(Accelerator.KVM);
        assertThat(choice.reason()).contains("hardware virtualization");
    }

    @Test
    void aDeviceAloneDoesNot() throws IOException {
        var choice = probe(true, PLAIN_CPU).accelerator();

        assertThat(choice.accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(choice.reason()).contains("neither vmx nor svm");
    }

    @Test
    void aProcessorAloneDoesNot() throws IOException {
        var choice = probe(false, "flags : vmx\n").accelerator();

        assertThat(choice.accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(choice.reason()).contains("there is no");
    }

    @Test
    void aDeviceThatDoesNotOpenIsNamedInPlainWords() throws IOException {
        var probe = probe(false, "flags : vmx\n");
        Files.createDirectory(folder.resolve("kvm"));

        assertThat(probe.accelerator().reason())
                .isEqualTo("Emulation is used because of %s: Is a directory.".formatted(folder.resolve("kvm")));
    }

    @Test
    void theAdminKnowsBetter() throws IOException {
        var probe = probe(true, PLAIN_CPU, AcceleratorChoice.FORCE_KVM);

        assertThat(probe.accelerator().accelerator()).isEqualTo(Accelerator.KVM);
        assertThat(probe(true, "flags : svm\n", AcceleratorChoice.FORCE_TCG)
                        .accelerator()
                        .accelerator())
                .isEqualTo(Accelerator.TCG);
    }

    @Test
    void emulatedMigrationIsWarnedOfBeforeQemu10() {
        assertThat(QemuProbe.warnings(new Version(7, 2, 0), Accelerator.TCG))
                .extracting(Warning::code)
                .containsExactly("EMULATED_LIVE_MIGRATION_UNSAFE", "EMULATION_IS_SLOW");
        assertThat(QemuProbe.warnings(new Version(10, 0, 2), Accelerator.TCG))
                .extracting(Warning::code)
                .containsExactly("EMULATION_IS_SLOW");
        assertThat(QemuProbe.warnings(new Version(7, 2, 0), Accelerator.KVM)).isEmpty();
    }

    @Test
    void theVersionIsReadFromWhatQemuSays() throws IOException {
        assertThat(saying("QEMU emulator version 8.2.1 (Debian 1:8.2.1+ds-1)").version())
                .isEqualTo(new Version(8, 2, 1));
    }

    @Test
    void anOldMissingOrTalkativeQemuIsUnavailable() throws IOException {
        assertUnavailable(saying("QEMU emulator version 6.2.0"), "is version 6.2.0, at least 7.2.0 is needed");
        assertUnavailable(saying("something else"), "does not tell its version");
        Files.delete(folder.resolve("qemu"));
        assertUnavailable(probe(false, ""), "cannot be run");
    }

    private static void assertUnavailable(QemuProbe probe, String why) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(probe::version)
                .withMessageContaining(why)
                .extracting(HypervisorException::code)
                .isEqualTo(HypervisorErrorCode.HYPERVISOR_UNAVAILABLE);
    }

    private QemuProbe saying(String text) throws IOException {
        var script = folder.resolve("qemu");
        Files.writeString(script, "#!/bin/echo " + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return probe(false, "");
    }

    private QemuProbe probe(boolean device, String cpuInfo) throws IOException {
        return probe(device, cpuInfo, AcceleratorChoice.AUTOMATIC);
    }

    private QemuProbe probe(boolean device, String cpuInfo, AcceleratorChoice choice) throws IOException {
        var kvm = folder.resolve("kvm");
        if (device) {
            Files.writeString(kvm, "");
        }
        var cpu = Files.writeString(folder.resolve("cpuinfo"), cpuInfo);
        var settings = new QemuSettings(
                folder.resolve("qemu"),
                Path.of("/tmp/x"),
                choice,
                new Mebibytes(64),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                4096,
                null);
        return new QemuProbe(settings, kvm, cpu);
    }
}
