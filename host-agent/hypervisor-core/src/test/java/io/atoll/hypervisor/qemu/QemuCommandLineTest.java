package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.qemu.QemuCommandLine.Mode;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QemuCommandLineTest {

    private static final VmId ID = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmFolder FOLDER = VmFolder.of(Path.of("/run/atoll/vms"), ID);
    private static final Path GOLDEN = Path.of("src/test/resources/golden/qemu-arguments.txt");

    /** Run with -Datoll.golden.update=true to write the file anew, then read the difference. */
    @Test
    void theWholeCommandLineIsAsReviewed() throws IOException {
        var vm = new VmDefinition(
                ID,
                "db",
                new VmHardware(
                        2,
                        new Mebibytes(1024),
                        CpuBaseline.X86_64_V2,
                        VmHardware.of(1, new Mebibytes(16), CpuBaseline.QEMU64).machineType(),
                        VmHardware.DEFAULT_VIDEO_MEMORY),
                List.of(
                        VmDisk.qcow2(Path.of("/pool/vms/db/disk-0.qcow2")),
                        new VmDisk(Path.of("/pool/iso/data.raw"), VmDisk.Format.RAW, VmDisk.Cache.WRITEBACK, true)),
                Path.of("/pool/vms/db/seed.iso"),
                List.of(
                        new VmNic(new MacAddress("52:54:00:00:00:01"), new NicBackend.Tap("tap-db-0")),
                        new VmNic(new MacAddress("52:54:00:00:00:02"), new NicBackend.UserMode(true))));

        var lines = String.join("\n", build(vm, Accelerator.TCG, Mode.PAUSED)) + "\n";

        if (Boolean.getBoolean("atoll.golden.update")) {
            Files.writeString(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(Files.readString(GOLDEN));
    }

    private static final Path GOLDEN_HOT_PLUG = Path.of("src/test/resources/golden/qemu-arguments-hot-plug.txt");

    /** Where ports and what is in them sit is for ever: a guest that moves finds them there. */
    @Test
    void theDevicesOfTheLayoutWithPortsAreAsReviewed() throws IOException {
        var tap = new NicBackend.Tap("tap-db-0");
        var vm = new VmDefinition(
                ID,
                "db",
                VmHardware.of(1, new Mebibytes(16), CpuBaseline.QEMU64),
                List.of(
                        VmDisk.qcow2(Path.of("/pool/vms/db/disk-0.qcow2")),
                        VmDisk.qcow2(Path.of("/pool/vms/db/disk-7.qcow2")).inSlot(7)),
                null,
                List.of(
                        new VmNic(new MacAddress("52:54:00:00:00:01"), tap),
                        new VmNic(new MacAddress("52:54:00:00:00:02"), new NicBackend.UserMode(true), 5, true)),
                false,
                DeviceLayout.HOT_PLUG);

        var devices = build(vm, Accelerator.TCG, Mode.PAUSED).stream()
                .filter(word ->
                        word.contains("pcie-root-port") || word.contains("virtio-net") || word.contains("virtio-blk"))
                .toList();

        var lines = String.join("\n", devices) + "\n";
        if (Boolean.getBoolean("atoll.golden.update")) {
            Files.writeString(GOLDEN_HOT_PLUG, lines);
        }
        assertThat(lines).isEqualTo(Files.readString(GOLDEN_HOT_PLUG));
    }

    @Test
    void aTargetWaitsAndKvmNeedsNoTranslationCache() {
        var arguments = build(withDisk(Path.of("/d")), Accelerator.KVM, Mode.INCOMING);

        assertThat(arguments)
                .containsSequence("-incoming", "defer")
                .containsSequence("-accel", "kvm")
                .doesNotContain("-S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pool/a,readonly=on",
                "/pool/a,,b",
                "/pool/json:{\"driver\":\"nbd\"}",
                "/pool/nbd:127.0.0.1:1",
                "/pool/\"},{\"x\":\"",
                "/pool/-S",
                "/pool/$(id) `id` ;id",
                "/pool/\u540d\u524d \ud83d\ude00",
                "/pool/\u202e\u200b"
            })
    void aDiskPathIsOneJsonStringWhateverItContains(String path) throws Exception {
        var arguments = build(withDisk(Path.of(path)), Accelerator.TCG, Mode.PAUSED);
        var plain = build(withDisk(Path.of("/d")), Accelerator.TCG, Mode.PAUSED);

        assertThat(arguments).hasSameSizeAs(plain);
        var at = arguments.indexOf("-blockdev") + 1;
        var bytes = arguments.get(at).getBytes(StandardCharsets.US_ASCII);
        var json = StrictJson.parse(bytes, 0, bytes.length);
        assertThat(json.path("file").path("filename").asString()).isEqualTo(path);
        assertThat(json.path("file").path("driver").asString()).isEqualTo("file");
        assertThat(json.path("driver").asString()).isEqualTo("raw");
        for (var i = 0; i < plain.size(); i++) {
            if (i != at) {
                assertThat(arguments.get(i)).isEqualTo(plain.get(i));
            }
        }
    }

    @Property(tries = 300)
    boolean theNameNeverReachesTheCommandLine(@ForAll @NotBlank @StringLength(max = 100) String name) {
        var printable = name.codePoints().noneMatch(Character::isISOControl) ? name : "x";
        return build(named(printable), Accelerator.TCG, Mode.PAUSED)
                .equals(build(named("db"), Accelerator.TCG, Mode.PAUSED));
    }

    @Test
    void everyBaselineNamesItsFeaturesAndInsistsOnThem() {
        assertThat(CpuModel.option(CpuBaseline.QEMU64)).isEqualTo("qemu64,-svm,enforce=on");
        assertThat(CpuModel.option(CpuBaseline.X86_64_V2))
                .isEqualTo("qemu64,-svm,+cx16,+lahf-lm,+pni,+popcnt,+sse4.1,+sse4.2,+ssse3,enforce=on");
        assertThat(CpuModel.option(CpuBaseline.X86_64_V4)).contains("+avx2,").contains("+avx512vl,");
    }

    @Test
    void featuresBeyondTheLevelHaveQemusNames() {
        assertThat(CpuModel.option(CpuBaseline.QEMU64.with(List.of("sha_ni", "aes", "avx512_vnni"))))
                .isEqualTo("qemu64,-svm,+aes,+avx512vnni,+sha-ni,enforce=on");
        assertThat(CpuModel.option(CpuBaseline.QEMU64.with(List.of("svm")))).isEqualTo("qemu64,+svm,enforce=on");
    }

    private static VmDefinition named(String name) {
        return new VmDefinition(
                ID, name, VmHardware.of(1, new Mebibytes(64), CpuBaseline.QEMU64), List.of(), null, List.of());
    }

    private static VmDefinition withDisk(Path path) {
        return new VmDefinition(
                ID,
                "db",
                VmHardware.of(1, new Mebibytes(64), CpuBaseline.QEMU64),
                List.of(new VmDisk(path, VmDisk.Format.RAW, VmDisk.Cache.NONE, false)),
                null,
                List.of());
    }

    private static List<String> build(VmDefinition vm, Accelerator accelerator, Mode mode) {
        return QemuCommandLine.build(
                Path.of("/usr/bin/qemu-system-x86_64"), vm, FOLDER, accelerator, new Mebibytes(64), mode);
    }
}
