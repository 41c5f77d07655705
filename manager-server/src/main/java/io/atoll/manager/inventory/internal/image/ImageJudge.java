package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.inventory.Image;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.image.ImageInspector;
import io.atoll.storage.image.ImageLimits;
import io.atoll.storage.image.ImageVerdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Decides by an image's own bytes whether it is what it claims to be. Everything refused is refused with IMAGE_REFUSED. */
final class ImageJudge {
    /** Uploads above this are refused; the REST contract names it. */
    static final long LARGEST_BYTES = 64L << 30;

    private static final int SECTOR_BYTES = 512;
    private static final ImageInspector INSPECTOR =
            new ImageInspector(new ImageLimits(new Bytes(LARGEST_BYTES), ImageLimits.DEFAULT.maxVirtualSize()));

    private ImageJudge() {}

    static void judgeStart(byte[] prefix, long fileBytes, Image.Format declared) {
        require(INSPECTOR.inspect(prefix, new Bytes(fileBytes), format(declared)));
    }

    /** The whole file once more: its beginning with its true size, and the end of a raw one. */
    static void judgeFile(Path file, Image.Format declared) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            var prefix = new byte[(int) Math.min(ImageInspector.PREFIX_BYTES, bytes.length())];
            bytes.readFully(prefix);
            judgeStart(prefix, bytes.length(), declared);
            if (declared == Image.Format.RAW) {
                var last = new byte[SECTOR_BYTES];
                bytes.seek(bytes.length() - SECTOR_BYTES);
                bytes.readFully(last);
                require(ImageInspector.inspectRawTrailer(last, new Bytes(bytes.length())));
            }
        }
    }

    private static void require(ImageVerdict verdict) {
        switch (verdict) {
            case ImageVerdict.Accepted _ -> {}
            case ImageVerdict.Refused(var refusal) ->
                throw new AtollException(
                        ErrorCode.IMAGE_REFUSED,
                        "The image is refused: %s; %s.".formatted(refusal.found(), refusal.allowed()),
                        Hint.of(refusal.advice()));
        }
    }

    private static ImageFormat format(Image.Format declared) {
        return switch (declared) {
            case QCOW2 -> ImageFormat.QCOW2;
            case RAW -> ImageFormat.RAW;
        };
    }

    /**
     * Writes through to a file, takes the digest, and judges the image as soon as its first bytes are there, so that what
     * is refused anyway is not transferred to its end.
     */
    static final class JudgingStream extends OutputStream {
        private final OutputStream file;
        private final Image.Format declared;
        private final long announcedBytes;
        private final MessageDigest digest = sha256();
        private byte[] prefix = new byte[0];
        private boolean judged;
        private long bytes;

        /** @param announcedBytes the size the sender names; the judgement waits for the end where it is unknown (-1) */
        JudgingStream(OutputStream file, Image.Format declared, long announcedBytes) {
            this.file = file;
            this.declared = declared;
            this.announcedBytes = announcedBytes;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            bytes += length;
            collect(buffer, offset, length);
            digest.update(buffer, offset, length);
            file.write(buffer, offset, length);
        }

        private void collect(byte[] buffer, int offset, int length) {
            if (judged || announcedBytes < 0) {
                return;
            }
            int wanted = (int) Math.min(ImageInspector.PREFIX_BYTES, announcedBytes);
            int more = Math.min(length, wanted - prefix.length);
            int before = prefix.length;
            prefix = Arrays.copyOf(prefix, before + more);
            System.arraycopy(buffer, offset, prefix, before, more);
            if (prefix.length == wanted) {
                judged = true;
                judgeStart(prefix, announcedBytes, declared);
                prefix = new byte[0];
            }
        }

        long bytes() {
            return bytes;
        }

        String sha256Hex() {
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java runtime has SHA-256.", e);
            }
        }
    }
}
