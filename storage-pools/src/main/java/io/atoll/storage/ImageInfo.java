package io.atoll.storage;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import java.nio.file.Path;

/** An image in the pool, ready to be cloned: its qcow2 file, the size of that, and the size of the disk it describes. */
public record ImageInfo(ImageId id, Path path, Bytes fileSize, Bytes virtualSize) {}
