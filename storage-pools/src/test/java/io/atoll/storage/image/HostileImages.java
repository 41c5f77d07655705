package io.atoll.storage.image;

import static io.atoll.storage.image.ImageFormat.QCOW2;
import static io.atoll.storage.image.ImageFormat.RAW;
import static io.atoll.storage.image.Qcow2Bytes.CLUSTER;
import static io.atoll.storage.image.Qcow2Bytes.version2;
import static io.atoll.storage.image.Qcow2Bytes.version3;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Images made to attack: a name, the format they are declared as, their bytes, and the check that has to stop them. */
final class HostileImages {
    private static final int EXTERNAL_DATA_FILE = 0x44415441;
    private static final int BACKING_FORMAT = 0xe2792aca;
    static final int BITMAPS = 0x23852875;
    private static final int ENCRYPTION = 0x0537be77;

    private HostileImages() {}

    static Stream<Arguments> tricks() {
        return Stream.of(
                arguments(
                        "backing file, absolute",
                        QCOW2,
                        version3().backing("/etc/shadow").build(),
                        "backing-file"),
                arguments(
                        "backing file, relative",
                        QCOW2,
                        version3().backing("../../x").build(),
                        "backing-file"),
                arguments(
                        "backing file, version 2",
                        QCOW2,
                        version2().backing("/etc/shadow").build(),
                        "backing-file"),
                arguments(
                        "backing file, json",
                        QCOW2,
                        version3()
                                .backing("json:{\"driver\":\"file\",\"filename\":\"/etc/shadow\"}")
                                .build(),
                        "backing-file"),
                arguments(
                        "backing file, nbd",
                        QCOW2,
                        version3().backing("nbd:10.0.0.1:10809").build(),
                        "backing-file"),
                arguments(
                        "backing file, http",
                        QCOW2,
                        version3().backing("http://169.254.169.254/").build(),
                        "backing-file"),
                arguments(
                        "backing file, ssh",
                        QCOW2,
                        version3().backing("ssh://root@host/x").build(),
                        "backing-file"),
                arguments(
                        "backing name beyond the cluster",
                        QCOW2,
                        version3().int64(8, CLUSTER).int32(16, 9).build(),
                        "backing-file"),
                arguments(
                        "backing name across its end",
                        QCOW2,
                        version3().int64(8, CLUSTER - 4).int32(16, 9).build(),
                        "backing-file"),
                arguments(
                        "backing name at 2^63",
                        QCOW2,
                        version3().int64(8, Long.MIN_VALUE).int32(16, 9).build(),
                        "backing-file"),
                arguments(
                        "backing name of 2^32-1 bytes",
                        QCOW2,
                        version3().int64(8, 512).int32(16, -1).build(),
                        "backing-file"),
                arguments(
                        "backing name inside the header",
                        QCOW2,
                        version3().int64(8, 8).int32(16, 8).build(),
                        "backing-file"),
                arguments(
                        "backing length without a place",
                        QCOW2,
                        version3().int32(16, 8).build(),
                        "backing-file"),
                arguments(
                        "backing place without a length",
                        QCOW2,
                        version3().int64(8, 4096).build(),
                        "backing-file"),
                arguments(
                        "backing format alone",
                        QCOW2,
                        version3().extension(BACKING_FORMAT, "raw").build(),
                        "backing-file"),
                arguments(
                        "data file by feature bit",
                        QCOW2,
                        version3().int64(72, 4).build(),
                        "data-file"),
                arguments(
                        "data file by name",
                        QCOW2,
                        version3().extension(EXTERNAL_DATA_FILE, "/dev/sda").build(),
                        "data-file"),
                arguments(
                        "data file, raw flag",
                        QCOW2,
                        version3()
                                .int64(72, 4)
                                .int64(88, 2)
                                .extension(EXTERNAL_DATA_FILE, "/etc/shadow")
                                .build(),
                        "data-file"),
                arguments(
                        "data file in version 2",
                        QCOW2,
                        version2().extension(EXTERNAL_DATA_FILE, "/x").build(),
                        "data-file"),
                arguments(
                        "level-1 table of 2^25 entries",
                        QCOW2,
                        version3().int32(36, 1 << 25).build(),
                        "l1-table"),
                arguments(
                        "level-1 table of 2^32-1 entries",
                        QCOW2,
                        version3().int32(36, -1).build(),
                        "l1-table"),
                arguments(
                        "level-1 table too small",
                        QCOW2,
                        version3().int32(36, 1).build(),
                        "l1-table"),
                arguments("no level-1 table", QCOW2, version3().int32(36, 0).build(), "l1-table"),
                arguments(
                        "level-1 table over the header",
                        QCOW2,
                        version3().int64(40, 0).build(),
                        "l1-table"),
                arguments(
                        "level-1 table out of line",
                        QCOW2,
                        version3().int64(40, 3 * CLUSTER + 8).build(),
                        "l1-table"),
                arguments(
                        "level-1 table at 2^63",
                        QCOW2,
                        version3().int64(40, 1L << 63).build(),
                        "l1-table"),
                arguments(
                        "level-1 table behind the end",
                        QCOW2,
                        version3().int64(40, 64L * CLUSTER).build(),
                        "truncated"),
                arguments(
                        "level-1 table at the last offset",
                        QCOW2,
                        version3().int64(40, Long.MAX_VALUE & -CLUSTER).build(),
                        "truncated"),
                arguments(
                        "reference counts behind the end",
                        QCOW2,
                        version3().int64(48, 64L * CLUSTER).build(),
                        "truncated"),
                arguments(
                        "reference counts over the header",
                        QCOW2,
                        version3().int64(48, 0).build(),
                        "refcounts"),
                arguments(
                        "reference counts of 2^31 clusters",
                        QCOW2,
                        version3().int32(56, 1 << 31).build(),
                        "refcounts"),
                arguments("no reference counts", QCOW2, version3().int32(56, 0).build(), "refcounts"),
                arguments(
                        "reference counts of 2^7 bits",
                        QCOW2,
                        version3().int32(96, 7).build(),
                        "refcounts"),
                arguments(
                        "reference counts of 2^(2^32-1) bits",
                        QCOW2,
                        version3().int32(96, -1).build(),
                        "refcounts"),
                arguments(
                        "extension of 2^31 bytes",
                        QCOW2,
                        version3().extension(0x1234, 1 << 31, new byte[0]).build(),
                        "header-extensions"),
                arguments(
                        "extension of 2^32-1 bytes",
                        QCOW2,
                        version3().extension(0x1234, -1, new byte[0]).build(),
                        "header-extensions"),
                arguments(
                        "extension beyond the cluster",
                        QCOW2,
                        version3().extension(0x1234, CLUSTER, new byte[0]).build(),
                        "header-extensions"),
                arguments("extensions without end", QCOW2, manyExtensions(33), "header-extensions"),
                arguments("extensions out of sight", QCOW2, extensionsOutOfSight(), "header-extensions"),
                arguments(
                        "header of 2^32-8 bytes",
                        QCOW2,
                        version3().int32(100, -8).build(),
                        "header"),
                arguments("header of 8 bytes", QCOW2, version3().int32(100, 8).build(), "header"),
                arguments(
                        "header of odd length",
                        QCOW2,
                        version3().int32(100, 109).build(),
                        "header"),
                arguments("cluster_bits 8", QCOW2, version3().int32(20, 8).build(), "cluster-size"),
                arguments("cluster_bits 22", QCOW2, version3().int32(20, 22).build(), "cluster-size"),
                arguments("cluster_bits 31", QCOW2, version3().int32(20, 31).build(), "cluster-size"),
                arguments("cluster_bits 2^32-1", QCOW2, version3().int32(20, -1).build(), "cluster-size"),
                arguments(
                        "60 TiB in a small file",
                        QCOW2,
                        version3().int64(24, 60L << 40).int32(36, 122_880).build(),
                        "virtual-size"),
                arguments("2^64-1 bytes", QCOW2, version3().int64(24, -1).build(), "virtual-size"),
                arguments("0 bytes", QCOW2, version3().int64(24, 0).build(), "virtual-size"),
                arguments(
                        "65,536 snapshots", QCOW2, version3().int32(60, 65_536).build(), "snapshots"),
                arguments("2^32-1 snapshots", QCOW2, version3().int32(60, -1).build(), "snapshots"),
                arguments(
                        "snapshot table behind the end",
                        QCOW2,
                        version3().int32(60, 1).int64(64, 64L * CLUSTER).build(),
                        "truncated"),
                arguments("encrypted, AES", QCOW2, version3().int32(32, 1).build(), "encryption"),
                arguments("encrypted, LUKS", QCOW2, version3().int32(32, 2).build(), "encryption"),
                arguments(
                        "encryption header",
                        QCOW2,
                        version3().extension(ENCRYPTION, 16, new byte[16]).build(),
                        "encryption"),
                arguments(
                        "unknown incompatible bit 5",
                        QCOW2,
                        version3().int64(72, 1 << 5).build(),
                        "features"),
                arguments(
                        "unknown incompatible bit 63",
                        QCOW2,
                        version3().int64(72, 1L << 63).build(),
                        "features"),
                arguments("marked corrupt", QCOW2, version3().int64(72, 2).build(), "features"),
                arguments(
                        "bitmaps without number",
                        QCOW2,
                        version3().extension(BITMAPS, 0, new byte[0]).build(),
                        "header-extensions"),
                arguments(
                        "2^32-1 bitmaps",
                        QCOW2,
                        version3().extension(BITMAPS, 24, bitmaps(-1, 64)).build(),
                        "header-extensions"),
                arguments(
                        "bitmap directory of 2^63 bytes",
                        QCOW2,
                        version3().extension(BITMAPS, 24, bitmaps(1, 1L << 63)).build(),
                        "header-extensions"),
                arguments(
                        "compression 7",
                        QCOW2,
                        version3().int64(72, 8).int8(104, 7).build(),
                        "compression"),
                arguments(
                        "compression without its bit",
                        QCOW2,
                        version3().int8(104, 1).build(),
                        "compression"),
                arguments(
                        "compression bit alone", QCOW2, version3().int64(72, 8).build(), "compression"),
                arguments("version 1", QCOW2, version3().int32(4, 1).build(), "version"),
                arguments("version 4", QCOW2, version3().int32(4, 4).build(), "version"),
                arguments("version 2^32-1", QCOW2, version3().int32(4, -1).build(), "version"),
                arguments("cut after the magic", QCOW2, version3().truncatedTo(4), "truncated"),
                arguments("cut in the header", QCOW2, version3().truncatedTo(100), "truncated"),
                arguments("cut before the tables", QCOW2, version3().truncatedTo(CLUSTER), "truncated"),
                arguments("empty, as qcow2", QCOW2, new byte[0], "file-size"),
                arguments("empty, as raw", RAW, new byte[0], "file-size"),
                arguments("raw, declared as qcow2", QCOW2, new byte[CLUSTER], "format"),
                arguments("qcow2, declared as raw", RAW, version3().build(), "format"),
                arguments(
                        "raw that a guest began with qcow2",
                        RAW,
                        Arrays.copyOf(version3().build(), 1 << 20),
                        "format"),
                arguments("raw that is half a sector", RAW, new byte[700], "truncated"),
                arguments("ISO, qcow2 and zip in one", RAW, polyglot(), "format"),
                arguments("QED", RAW, startingWith("QED\0"), "format"),
                arguments("VMDK, sparse", RAW, startingWith("KDMV"), "format"),
                arguments("VMDK, old", RAW, startingWith("COWD"), "format"),
                arguments(
                        "VMDK with an absolute flat extent",
                        RAW,
                        startingWith("# Disk DescriptorFile\nversion=1\nRW 1 FLAT \"/etc/shadow\" 0\n"),
                        "format"),
                arguments(
                        "VMDK with a parent",
                        QCOW2,
                        startingWith("# Disk DescriptorFile\nparentFileNameHint=\"/etc/shadow\"\n"),
                        "format"),
                arguments("VHDX", RAW, startingWith("vhdxfile"), "format"),
                arguments("VHD", RAW, startingWith("conectix"), "format"),
                arguments("VDI", RAW, at(0x40, "\u007f\u0010\u00da\u00be"), "format"),
                arguments("LUKS", RAW, startingWith("LUKS\u00ba\u00be"), "format"),
                arguments("Parallels", RAW, startingWith("WithoutFreeSpace"), "format"),
                arguments("Parallels, extended", RAW, startingWith("WithouFreSpacExt"), "format"),
                arguments("Bochs", RAW, startingWith("Bochs Virtual HD Image"), "format"),
                arguments("cloop", RAW, startingWith("#!/bin/sh\n#V2.0 Format\nmodprobe cloop"), "format"),
                arguments("gzip", RAW, startingWith("\u001f\u008b\u0008"), "format"),
                arguments("xz", QCOW2, startingWith("\u00fd7zXZ\0"), "format"),
                arguments("web page instead of an image", RAW, startingWith("<!DOCTYPE html>"), "format"),
                arguments(
                        "metalink instead of an image",
                        RAW,
                        startingWith("<?xml version=\"1.0\"?><metalink>"),
                        "format"),
                arguments("tar", RAW, at(257, "ustar"), "format"));
    }

    private static byte[] manyExtensions(int count) {
        var image = version3();
        for (var i = 0; i < count; i++) {
            image.extension(0x1000 + i, "x");
        }
        return image.build();
    }

    /** With clusters of 2 MiB the list could go on behind what the inspection sees, and name a data file there. */
    private static byte[] extensionsOutOfSight() {
        var length = ImageInspector.PREFIX_BYTES - 112 - 8;
        var image = version3().int32(20, 21).extension(0x1234, length, new byte[length]);
        image.int32(36, 1).int64(40, 4L << 21).int64(48, 1L << 21);
        return Arrays.copyOf(image.build(), 9 << 21);
    }

    static byte[] bitmaps(int count, long directoryBytes) {
        return ByteBuffer.allocate(24)
                .putInt(0, count)
                .putLong(8, directoryBytes)
                .putLong(16, CLUSTER)
                .array();
    }

    private static byte[] polyglot() {
        var file = Arrays.copyOf(version3().build(), 1 << 20);
        System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, file, 32_769, 5);
        System.arraycopy("PK\u0005\u0006".getBytes(StandardCharsets.US_ASCII), 0, file, (1 << 20) - 22, 4);
        return file;
    }

    static byte[] startingWith(String mark) {
        return at(0, mark);
    }

    static byte[] at(int offset, String mark) {
        var file = new byte[CLUSTER];
        var bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, file, offset, bytes.length);
        return file;
    }
}
