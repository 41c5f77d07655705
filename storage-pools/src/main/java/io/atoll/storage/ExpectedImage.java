package io.atoll.storage;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the sender says of the image that is about to arrive; all of it is checked.
 *
 * @param size the size of the file, or null where the sender does not know it (a download without a length)
 * @param sha256 64 lower-case hexadecimal digits, or null where there is nothing to compare with
 */
public record ExpectedImage(
        ImageFormat format, @Nullable Bytes size, @Nullable String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ExpectedImage {
        if (sha256 != null && !SHA256.matcher(sha256).matches()) {
            throw new StorageException(
                    StorageProblem.INPUT_INVALID,
                    "The SHA-256 of an image has 64 lower-case hexadecimal digits; the one given does not (%d characters)."
                            .formatted(sha256.length()),
                    "Compute it with sha256sum.");
        }
    }
}
