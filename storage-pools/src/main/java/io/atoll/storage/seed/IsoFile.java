package io.atoll.storage.seed;

import com.github.stephenc.javaisotools.iso9660.ConfigException;
import com.github.stephenc.javaisotools.iso9660.ISO9660File;
import com.github.stephenc.javaisotools.iso9660.ISO9660RootDirectory;
import com.github.stephenc.javaisotools.iso9660.impl.CreateISO;
import com.github.stephenc.javaisotools.iso9660.impl.ISO9660Config;
import com.github.stephenc.javaisotools.iso9660.impl.ISOImageFileHandler;
import com.github.stephenc.javaisotools.joliet.impl.JolietConfig;
import com.github.stephenc.javaisotools.rockridge.impl.RockRidgeConfig;
import com.github.stephenc.javaisotools.sabre.HandlerException;
import com.github.stephenc.javaisotools.sabre.impl.ByteArrayDataReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.Locale;
import java.util.SequencedMap;

/** Writes small ISO 9660 file systems, with the Joliet and Rock Ridge names that Linux and Windows guests read. */
final class IsoFile {
    /** Dates on this disk mean nothing to a guest; the library puts the present one on folders all the same. */
    private static final long DATE_MILLIS = 0;

    @SuppressWarnings("JavaUtilDate") // What the library takes.
    private static final Date DATE = new Date(DATE_MILLIS);

    private IsoFile() {}

    static void write(Path file, String label, SequencedMap<String, byte[]> contents) throws IOException {
        try {
            var directory = new ISO9660RootDirectory();
            for (var entry : contents.entrySet()) {
                directory.addFile(
                        new ISO9660File(new ByteArrayDataReference(entry.getValue()), entry.getKey(), DATE_MILLIS));
            }
            new CreateISO(new ISOImageFileHandler(file.toFile()), directory)
                    .process(iso9660(label), rockRidge(), joliet(label), null);
        } catch (HandlerException | ConfigException e) {
            throw new IOException("The ISO file system could not be made: " + e.getMessage(), e);
        }
    }

    private static ISO9660Config iso9660(String label) throws ConfigException {
        var config = new ISO9660Config();
        config.setInterchangeLevel(1);
        config.restrictDirDepthTo8(true);
        // Strict ISO 9660 has capitals only; readers prefer the Joliet label, and cloud-init takes either.
        config.setVolumeID(label.toUpperCase(Locale.ROOT));
        config.setCreateDate(DATE);
        config.setModDate(DATE);
        return config;
    }

    private static RockRidgeConfig rockRidge() {
        var config = new RockRidgeConfig();
        config.setMkisofsCompatibility(false);
        config.hideMovedDirectoriesStore(true);
        config.forcePortableFilenameCharacterSet(true);
        return config;
    }

    private static JolietConfig joliet(String label) throws ConfigException {
        var config = new JolietConfig();
        config.setVolumeID(label);
        config.forceDotDelimiter(true);
        config.setCreateDate(DATE);
        config.setModDate(DATE);
        return config;
    }
}
