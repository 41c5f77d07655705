package io.atoll.storage;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A volume as its own header and the file system describe it.
 *
 * @param backingImage the image it is linked to, or null where it stands alone
 */
public record VolumeInfo(
        Path path,
        Bytes virtualSize,
        Bytes allocated,
        @Nullable ImageId backingImage) {}
