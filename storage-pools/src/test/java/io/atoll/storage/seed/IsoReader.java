package io.atoll.storage.seed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.TreeMap;

/** Reads the root folder of an ISO 9660 file system as a guest does: by Joliet names, or by Rock Ridge names. */
record IsoReader(String label, Map<String, byte[]> files) {
    private static final int SECTOR = 2048;
    private static final int PRIMARY = 1;
    private static final int SUPPLEMENTARY = 2;
    private static final int TERMINATOR = 255;

    static IsoReader joliet(byte[] iso) {
        return read(iso, SUPPLEMENTARY, UTF_16BE);
    }

    static IsoReader rockRidge(byte[] iso) {
        return read(iso, PRIMARY, ISO_8859_1);
    }

    private static IsoReader read(byte[] iso, int wantedType, Charset charset) {
        for (var sector = 16; iso[sector * SECTOR] != (byte) TERMINATOR; sector++) {
            var at = sector * SECTOR;
            if (iso[at] == wantedType && new String(iso, at + 1, 5, ISO_8859_1).equals("CD001")) {
                var label =
                        new String(iso, at + 40, 32, charset).replace('\0', ' ').strip();
                return new IsoReader(label, folder(iso, at + 156, charset));
            }
        }
        throw new AssertionError("There is no volume descriptor of type " + wantedType + ".");
    }

    private static Map<String, byte[]> folder(byte[] iso, int folderRecord, Charset charset) {
        var buffer = ByteBuffer.wrap(iso).order(ByteOrder.LITTLE_ENDIAN);
        var files = new TreeMap<String, byte[]>();
        var start = buffer.getInt(folderRecord + 2) * SECTOR;
        var end = start + buffer.getInt(folderRecord + 10);
        for (var at = start; at < end && iso[at] != 0; at += Byte.toUnsignedInt(iso[at])) {
            var isFolder = (iso[at + 25] & 2) != 0;
            if (!isFolder) {
                var content = new byte[buffer.getInt(at + 10)];
                buffer.get(buffer.getInt(at + 2) * SECTOR, content);
                files.put(name(iso, at, charset), content);
            }
        }
        return files;
    }

    private static String name(byte[] iso, int at, Charset charset) {
        var length = iso[at + 32];
        var plain =
                new String(iso, at + 33, length, charset).replaceAll(";1$", "").replaceAll("\\.$", "");
        var end = at + Byte.toUnsignedInt(iso[at]);
        for (var entry = at + 33 + length + (length % 2 == 0 ? 1 : 0); entry + 4 <= end; ) {
            var entryLength = Byte.toUnsignedInt(iso[entry + 2]);
            if (iso[entry] == 'N' && iso[entry + 1] == 'M') {
                return new String(iso, entry + 5, entryLength - 5, ISO_8859_1);
            }
            entry += Math.max(4, entryLength);
        }
        return plain;
    }
}
