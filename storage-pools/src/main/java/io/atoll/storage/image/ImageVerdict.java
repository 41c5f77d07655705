package io.atoll.storage.image;

import io.atoll.model.Bytes;

/** What the inspection of an image says. */
public sealed interface ImageVerdict {
    /** The image stands alone, and describes a disk of {@code virtualSize}. */
    record Accepted(ImageFormat format, Bytes virtualSize) implements ImageVerdict {}

    /** The image must not be handed to any tool. */
    record Refused(ImageRefusal refusal) implements ImageVerdict {}
}
