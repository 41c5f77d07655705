package io.atoll.storage.image;

import io.atoll.model.Bytes;

/** How large an image from outside may be: the file itself, and the disk it describes. */
public record ImageLimits(Bytes maxFileSize, Bytes maxVirtualSize) {
    public static final ImageLimits DEFAULT = new ImageLimits(Bytes.ofTebibytes(1), Bytes.ofTebibytes(2));
}
