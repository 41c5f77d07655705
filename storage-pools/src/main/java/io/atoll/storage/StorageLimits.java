package io.atoll.storage;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageLimits;
import java.time.Duration;

/**
 * Bounds on what this library accepts and on what it lets child processes use.
 *
 * @param image bounds on images from outside
 * @param maxVolumeSize largest virtual size of one volume
 * @param maxSpecSize largest VM spec file
 * @param conversionTimeout longest run of one conversion or full clone
 * @param toolTimeout longest run of every other qemu-img call
 * @param reportTimeout how long storage may take to answer before a pool counts as unreachable
 */
public record StorageLimits(
        ImageLimits image,
        Bytes maxVolumeSize,
        Bytes maxSpecSize,
        Duration conversionTimeout,
        Duration toolTimeout,
        Duration reportTimeout) {
    public static final StorageLimits DEFAULT = new StorageLimits(
            ImageLimits.DEFAULT,
            Bytes.ofTebibytes(64),
            Bytes.ofMebibytes(1),
            Duration.ofHours(4),
            Duration.ofMinutes(2),
            Duration.ofSeconds(5));
}
