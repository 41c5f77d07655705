package io.atoll.storage;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageFormat;
import java.nio.file.Path;

/** An image as it arrived, complete and checked, and as a tool may now convert it. */
public record ReceivedImage(Path path, ImageFormat format, Bytes size, Bytes virtualSize, String sha256) {}
