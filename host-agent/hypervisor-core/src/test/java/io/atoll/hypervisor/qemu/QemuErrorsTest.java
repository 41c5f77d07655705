package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.model.VmId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QemuErrorsTest {

    private static final VmId VM = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");

    /** Sentences of QEMU 7.2 and 10.0, as seen. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Failed to get "write" lock Is another process using the image [/d]?      | DISK_IN_USE
                    Could not open '/d': filesystem does not support O_DIRECT                | DIRECT_IO_UNSUPPORTED
                    Could not open '/d': No such file or directory                           | DISK_NOT_FOUND
                    Could not open '/d': Permission denied                                   | DISK_NOT_FOUND
                    warning: TCG doesn't support requested feature: CPUID.07H:EBX.avx512vl   | VM_DEFINITION_UNSUPPORTED
                    unsupported machine type: "pc-q35-99.0"                                  | VM_DEFINITION_UNSUPPORTED
                    cannot set up guest memory 'pc.ram': Cannot allocate memory              | HYPERVISOR_FAILED
                    """)
    void whatQemuSaysBecomesACode(String said, HypervisorErrorCode code) {
        var failure = QemuErrors.startFailed(VM, "2026-11-21T08:29:13Z qemu-system-x86_64: -x: " + said, null);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.getMessage()).contains(VM.toString()).contains(said);
    }

    @ParameterizedTest
    @CsvSource({"'a\u001b[31mb',a [31mb", "'\u202eabc\n',abc", "'  a  ',a"})
    void messagesAreOnePrintableLine(String said, String shown) {
        assertThat(Text.printable(said, 100)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"\ud83d\ude00\ud83d\ude00\ud83d\ude00,\ud83d\ude00\ud83d\ude00"})
    void cuttingKeepsCharactersWhole(String said, String shown) {
        assertThat(Text.printable(said, 2)).isEqualTo(shown);
    }
}
