package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a guest's UEFI variables: made once, and refused where something else has its name. */
class FirmwareTest {

    @TempDir
    Path folder;

    @Test
    void variablesAreTheTemplatesAndTheirOwnersAlone() throws IOException {
        var elsewhere = Files.writeString(folder.resolve("elsewhere"), "kept");
        Files.createSymbolicLink(folder.resolve("uefi-vars.fd.new"), elsewhere);

        Firmware.provide(variables(), template(), false);

        assertThat(Files.readAllBytes(variables())).containsExactly(1, 2, 3);
        assertThat(Files.getPosixFilePermissions(variables())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(elsewhere)).isEqualTo("kept");
    }

    @Test
    void variablesThatAreThereStay() throws IOException {
        Files.write(variables(), new byte[] {7, 8, 9});

        Firmware.provide(variables(), template(), false);
        Firmware.provide(variables(), template(), true);

        assertThat(Files.readAllBytes(variables())).containsExactly(7, 8, 9);
    }

    @Test
    void aGuestThatArrivesIsGivenNone() throws IOException {
        var template = template();

        assertThatIOException()
                .isThrownBy(() -> Firmware.provide(variables(), template, true))
                .withMessageContaining("both hosts see the same storage");

        assertThat(variables()).doesNotExist();
    }

    @Test
    void whatCannotBeVariablesIsRefusedByName() throws IOException {
        var template = template();
        Files.write(variables(), new byte[] {1, 2});
        assertRefused(template, "has 2 bytes, not 3");
        Files.delete(variables());
        Files.createSymbolicLink(variables(), template);
        assertRefused(template, "is not a regular file");
        Files.delete(variables());
        Files.createSymbolicLink(variables(), folder.resolve("nowhere"));
        assertRefused(template, "is not a regular file");
    }

    private void assertRefused(Path template, String words) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> Firmware.provide(variables(), template, false))
                .withMessageContaining(variables().toString())
                .withMessageContaining(words)
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(HypervisorErrorCode.HYPERVISOR_FAILED);
                    assertThat(refused.hints().getFirst()).contains("fresh variables");
                });
    }

    private Path variables() {
        return folder.resolve("uefi-vars.fd");
    }

    private Path template() throws IOException {
        return Files.write(folder.resolve("template.fd"), new byte[] {1, 2, 3});
    }
}
