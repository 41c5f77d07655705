package io.atoll.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.CloudInit;
import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.NicSpec;
import io.atoll.agent.v1.VmSpec;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Specs as an enemy would write them. */
class VmSpecReaderTest {
    private static final String POOL = UUID.randomUUID().toString();

    private static VmSpec.Builder good() {
        return VmSpec.newBuilder()
                .setVmId(UUID.randomUUID().toString())
                .setName("web-1")
                .setVcpuCount(2)
                .setMemoryMib(256)
                .setFirmware("bios")
                .setCpuModel("x86-64-v2")
                .setPoolId(POOL)
                .addDisks(disk())
                .addNics(nic())
                .setCloudInit(CloudInit.newBuilder().setHostname("web-1").setUserData("#cloud-config\n{}\n"));
    }

    private static DiskSpec.Builder disk() {
        return DiskSpec.newBuilder()
                .setPoolId(POOL)
                .setSizeBytes(1L << 30)
                .setFormat("qcow2")
                .setBus("virtio")
                .setCache("none");
    }

    private static NicSpec.Builder nic() {
        return NicSpec.newBuilder()
                .setNetworkId(UUID.randomUUID().toString())
                .setMac("52:54:00:12:34:56")
                .setVlan(5)
                .addAllowedIpv4("10.0.0.7")
                .setAntiSpoofing(true)
                .setModel("virtio");
    }

    /** A change that makes a good spec bad, and the field the refusal must name. */
    private record Hostile(String what, String field, Consumer<VmSpec.Builder> change) {}

    private static Hostile of(String what, String field, Consumer<VmSpec.Builder> change) {
        return new Hostile(what, field, change);
    }

    private static Hostile nicOf(String what, String field, Consumer<NicSpec.Builder> change) {
        return of(what, "nics[0]." + field, spec -> change.accept(spec.getNicsBuilder(0)));
    }

    private static Hostile diskOf(String what, String field, Consumer<DiskSpec.Builder> change) {
        return of(what, "disks[0]." + field, spec -> change.accept(spec.getDisksBuilder(0)));
    }

    private static List<Hostile> hostile() {
        return List.of(
                of("id with a path", "vm_id", spec -> spec.setVmId("../../../../etc/passwd")),
                of("id cut short", "vm_id", spec -> spec.setVmId("1-2-3-4-5")),
                of("no id", "vm_id", VmSpec.Builder::clearVmId),
                of("pool with a path", "pool_id", spec -> spec.setPoolId("/etc")),
                of("empty name", "name", VmSpec.Builder::clearName),
                of("blank name", "name", spec -> spec.setName("   ")),
                of("name with a line break", "name", spec -> spec.setName("a\nb")),
                of("name with NUL", "name", spec -> spec.setName("a\0b")),
                of("name turned around", "name", spec -> spec.setName("a\u202eb")),
                of("name of 256", "name", spec -> spec.setName("x".repeat(256))),
                of("no processors", "hardware", VmSpec.Builder::clearVcpuCount),
                of("4 billion processors", "hardware", spec -> spec.setVcpuCount(-1)),
                of("no memory", "hardware", VmSpec.Builder::clearMemoryMib),
                of("2^64-1 MiB", "hardware", spec -> spec.setMemoryMib(-1)),
                of("2^63-1 MiB", "hardware", spec -> spec.setMemoryMib(Long.MAX_VALUE)),
                of("CPU model with options", "hardware", spec -> spec.setCpuModel("qemu64,+vmx")),
                of("other firmware", "firmware", spec -> spec.setFirmware("uefi,secure=off")),
                of("Secure Boot by BIOS", "secure_boot", spec -> spec.setSecureBoot(true)),
                of(
                        "no cores",
                        "cpu_topology",
                        spec -> spec.getCpuTopologyBuilder().setSockets(2).setThreadsPerCore(1)),
                of(
                        "more threads than virtual CPUs",
                        "cpu_topology",
                        spec -> spec.getCpuTopologyBuilder()
                                .setSockets(65_536)
                                .setCoresPerSocket(65_536)
                                .setThreadsPerCore(2)),
                of("boot from anywhere", "boot_order", spec -> spec.addBootOrder("disk,bootindex=0")),
                of("boot twice", "boot_order", spec -> spec.addBootOrder("disk").addBootOrder("disk")),
                of("CPU feature with options", "hardware", spec -> spec.addCpuFeatures("aes,-smep")),
                of("CPU feature that none can be given", "hardware", spec -> spec.addCpuFeatures("hypervisor")),
                of("unknown CPU model", "hardware", spec -> spec.setCpuModel("host")),
                of("video memory of 3", "hardware", spec -> spec.setVideoMemoryMib(3)),
                of("firmware with a path", "firmware", spec -> spec.setFirmware("/tmp/rom")),
                of("UEFI in the word for a TPM", "firmware", spec -> spec.setFirmware("uefi+tpm")),
                of(
                        "Secure Boot by BIOS with a TPM",
                        "secure_boot",
                        spec -> spec.setFirmware("bios+tpm").setSecureBoot(true)),
                of("no disk", "disks", VmSpec.Builder::clearDisks),
                of("9 disks", "disks", spec -> addDisks(spec, 8)),
                of("two disks of one number", "disks[1].index", spec -> spec.addDisks(disk())),
                diskOf("disk 8", "index", disk -> disk.setIndex(8)),
                diskOf("disk -1", "index", disk -> disk.setIndex(-1)),
                diskOf("guessed format", "format", DiskSpec.Builder::clearFormat),
                diskOf("raw disk", "format", disk -> disk.setFormat("raw")),
                diskOf("format with options", "format", disk -> disk.setFormat("qcow2,file=/etc/shadow")),
                diskOf("written back later", "cache", disk -> disk.setCache("writeback")),
                diskOf("other bus", "bus", disk -> disk.setBus("ide,serial=x")),
                diskOf("no size", "size_bytes", DiskSpec.Builder::clearSizeBytes),
                diskOf("2^64-1 bytes", "size_bytes", disk -> disk.setSizeBytes(-1)),
                diskOf("pool outside", "pool_id", disk -> disk.setPoolId("..")),
                nicOf("multicast MAC", "mac", nic -> nic.setMac("01:00:5e:00:00:01")),
                nicOf("broadcast MAC", "mac", nic -> nic.setMac("ff:ff:ff:ff:ff:ff")),
                nicOf("MAC of zeros", "mac", nic -> nic.setMac("00:00:00:00:00:00")),
                nicOf("MAC with rules", "mac", nic -> nic.setMac("52:54:00:12:34:56 accept; flush ruleset")),
                nicOf("MAC with options", "mac", nic -> nic.setMac("52:54:00:12:34:56,id=x")),
                nicOf("no MAC", "mac", NicSpec.Builder::clearMac),
                nicOf("VLAN 4095", "vlan", nic -> nic.setVlan(4095)),
                nicOf("VLAN -1", "vlan", nic -> nic.setVlan(-1)),
                nicOf("address with rules", "allowed_ipv4", nic -> nic.addAllowedIpv4("10.0.0.1 } accept; #")),
                nicOf("network", "allowed_ipv4", nic -> nic.addAllowedIpv4("10.0.0.0/8")),
                nicOf("loopback", "allowed_ipv4", nic -> nic.addAllowedIpv4("127.0.0.1")),
                nicOf("multicast", "allowed_ipv4", nic -> nic.addAllowedIpv4("224.0.0.1")),
                nicOf("octal", "allowed_ipv4", nic -> nic.addAllowedIpv4("010.0.0.1")),
                nicOf("IPv6", "allowed_ipv4", nic -> nic.addAllowedIpv4("::1")),
                nicOf("33 addresses", "allowed_ipv4", nic -> addAddresses(nic, 32)),
                nicOf("network with a path", "network_id", nic -> nic.setNetworkId("../x")),
                nicOf("other model", "model", nic -> nic.setModel("e1000,mac=x")),
                nicOf("NIC 8", "index", nic -> nic.setIndex(8)),
                of("one MAC twice", "nics[1].mac", spec -> spec.addNics(nic().setIndex(1))),
                of("9 NICs", "nics", spec -> addNics(spec, 8)),
                of(
                        "hostname with a line",
                        "cloud_init",
                        spec -> spec.getCloudInitBuilder().setHostname("a\nuser: x")),
                of(
                        "no hostname",
                        "cloud_init",
                        spec -> spec.getCloudInitBuilder().clearHostname()),
                of(
                        "user data of 10 MB",
                        "cloud_init",
                        spec -> spec.getCloudInitBuilder().setUserData("#!" + "x".repeat(10_000_000))),
                of(
                        "user data nobody reads",
                        "cloud_init",
                        spec -> spec.getCloudInitBuilder().setUserData("hello")));
    }

    private static void addDisks(VmSpec.Builder spec, int count) {
        for (var index = 1; index <= count; index++) {
            spec.addDisks(disk().setIndex(index));
        }
    }

    private static void addNics(VmSpec.Builder spec, int count) {
        for (var index = 1; index <= count; index++) {
            spec.addNics(nic().setIndex(index).setMac("52:54:00:00:00:%02x".formatted(index)));
        }
    }

    private static void addAddresses(NicSpec.Builder nic, int count) {
        for (var at = 1; at <= count; at++) {
            nic.addAllowedIpv4("10.1.0." + at);
        }
    }

    @TestFactory
    List<DynamicTest> refusesEveryHostileValueAndNamesTheField() {
        return hostile().stream()
                .map(hostile -> DynamicTest.dynamicTest(hostile.what(), () -> assertRefused(hostile)))
                .toList();
    }

    private static void assertRefused(Hostile hostile) {
        var spec = good();
        hostile.change().accept(spec);
        var refused = catchThrowableOfType(RefusedException.class, () -> VmSpecReader.read(spec.build()));
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(RefusalCode.VALIDATION_FAILED);
        assertThat(refused.detail()).contains(hostile.field() + ":").hasSizeLessThan(2_000);
        assertThat(refused.detail().codePoints().anyMatch(Character::isISOControl))
                .isFalse();
    }

    @Test
    void readsAGoodSpec() {
        var plan = VmSpecReader.read(good().build());
        assertThat(plan.name()).isEqualTo("web-1");
        assertThat(plan.nics().getFirst().vlan()).isEqualTo(5);
        assertThat(plan.seed()).isNotNull();
    }

    @Test
    void readsBiosByBothItsWordsAndTheTpmByItsField() {
        for (var word : List.of("bios", "bios+tpm")) {
            for (var tpm : List.of(true, false)) {
                var extras = VmSpecReader.read(
                                good().setFirmware(word).setTpm(tpm).build())
                        .extras();
                assertThat(extras.uefi()).as(word).isFalse();
                assertThat(extras.tpm()).as(word).isEqualTo(tpm);
            }
        }
    }

    @Test
    void takesNamesThatLookDangerousAsPlainText() {
        for (var name : List.of("vm,process=evil", "$(id)", "-name", "<script>alert(1)</script>", "网页服务器", "a b")) {
            assertThat(VmSpecReader.read(good().setName(name).build()).name()).isEqualTo(name);
        }
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        var spec = good().clearName();
        spec.getNicsBuilder(0).setVlan(4095);
        var refused = catchThrowableOfType(RefusedException.class, () -> VmSpecReader.read(spec.build()));
        assertThat(refused.detail()).contains("name:").contains("nics[0].vlan:");
    }
}
