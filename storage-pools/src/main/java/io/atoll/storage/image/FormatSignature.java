package io.atoll.storage.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes at a fixed place by which a tool would recognize a format. A raw image that carries one would turn into that format,
 * and whatever files it names, the moment any tool guessed.
 */
record FormatSignature(String formatName, int offset, String mark) {
    private static final List<FormatSignature> AT_START = List.of(
            hex("qcow2", 0, "514649fb"),
            text("QED", 0, "QED\0"),
            text("VMDK", 0, "KDMV"),
            text("VMDK", 0, "COWD"),
            text("VMDK descriptor", 0, "# Disk DescriptorFile"),
            text("VHDX", 0, "vhdxfile"),
            text("VHD", 0, "conectix"),
            hex("VDI", 0x40, "7f10dabe"),
            hex("LUKS", 0, "4c554b53babe"),
            text("Parallels", 0, "WithoutFreeSpace"),
            text("Parallels", 0, "WithouFreSpacExt"),
            text("Bochs", 0, "Bochs Virtual HD Image"),
            text("cloop", 0, "#!/bin/sh\n#V2.0 Format\n"),
            hex("gzip", 0, "1f8b08"),
            hex("xz", 0, "fd377a585a00"),
            hex("zstd", 0, "28b52ffd"),
            text("bzip2", 0, "BZh"),
            hex("7z", 0, "377abcaf271c"),
            text("zip", 0, "PK\u0003\u0004"),
            text("tar", 257, "ustar"),
            text("web page", 0, "<!DOCTYPE"),
            text("web page", 0, "<!doctype"),
            text("web page", 0, "<html"),
            text("XML", 0, "<?xml"));

    /** In the last 512 bytes of a file: fixed-size VHD and DMG have no mark at the start. */
    private static final List<FormatSignature> IN_TRAILER = List.of(text("VHD", 0, "conectix"), text("DMG", 0, "koly"));

    static final int TRAILER_BYTES = 512;

    /** The name of the format whose mark {@code prefix} carries, or null. */
    static @Nullable String recognize(byte[] prefix) {
        return firstMatch(AT_START, prefix);
    }

    /** The name of the format whose mark the last {@value #TRAILER_BYTES} bytes of a file carry, or null. */
    static @Nullable String recognizeTrailer(byte[] trailer) {
        return firstMatch(IN_TRAILER, trailer);
    }

    private static @Nullable String firstMatch(List<FormatSignature> signatures, byte[] content) {
        for (var signature : signatures) {
            if (signature.matches(content)) {
                return signature.formatName;
            }
        }
        return null;
    }

    private boolean matches(byte[] content) {
        var end = offset + mark.length();
        return content.length >= end
                && new String(content, offset, mark.length(), StandardCharsets.ISO_8859_1).equals(mark);
    }

    private static FormatSignature text(String formatName, int offset, String mark) {
        return new FormatSignature(formatName, offset, mark);
    }

    private static FormatSignature hex(String formatName, int offset, String hex) {
        var mark = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        return new FormatSignature(formatName, offset, mark);
    }
}
