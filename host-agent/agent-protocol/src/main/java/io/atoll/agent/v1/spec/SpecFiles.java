package io.atoll.agent.v1.spec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.atoll.agent.v1.SpecFile;
import io.atoll.agent.v1.StoredSpec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Puts {@code spec.json} together and takes it apart. The spec inside is a text of its own, so that what is signed are exactly
 * the bytes that lie there, whatever else a JSON writer may do.
 */
public final class SpecFiles {
    /** The only format so far. */
    public static final int FORMAT = 1;

    /** Under which purpose the authority signs specs: a signature made for anything else is none for a spec. */
    public static final String PURPOSE = "vm-spec";

    private SpecFiles() {}

    /** Whether a signature is the authority's over the content, for {@link #PURPOSE}. */
    @FunctionalInterface
    public interface Verifier {
        boolean isGenuine(byte[] content, byte[] signature);
    }

    /** The file is not what a manager of the installation wrote, or not readable. */
    public static final class NotGenuineException extends Exception {
        private static final long serialVersionUID = 1;

        public NotGenuineException(String message) {
            super(message);
        }
    }

    /** The bytes the authority signs: the purpose in front makes them none of a certificate or of anything else. */
    public static byte[] signed(byte[] content) {
        byte[] purpose = ("atoll-seal:" + PURPOSE + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(purpose.length + content.length)
                .put(purpose)
                .put(content)
                .array();
    }

    /** The file's bytes; {@code signer} signs as {@link #signed} says. */
    public static byte[] write(StoredSpec spec, UnaryOperator<byte[]> signer) {
        try {
            String text = JsonFormat.printer().print(spec);
            byte[] signature = signer.apply(text.getBytes(StandardCharsets.UTF_8));
            var file = SpecFile.newBuilder().setStoredSpec(text).setSignature(ByteString.copyFrom(signature));
            return (JsonFormat.printer().print(file) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("The spec cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /** The spec in a file, once its signature was found genuine. Nothing of a file that is not is looked at. */
    public static StoredSpec read(byte[] file, Verifier verifier) throws NotGenuineException {
        var envelope = SpecFile.newBuilder();
        var spec = StoredSpec.newBuilder();
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            JsonFormat.parser().merge(text, envelope);
            var content = envelope.getStoredSpec().getBytes(StandardCharsets.UTF_8);
            if (!verifier.isGenuine(content, envelope.getSignature().toByteArray())) {
                throw new NotGenuineException("its signature is not the installation's");
            }
            JsonFormat.parser().ignoringUnknownFields().merge(envelope.getStoredSpec(), spec);
        } catch (CharacterCodingException | InvalidProtocolBufferException _) {
            throw new NotGenuineException("it is not the JSON that managers write");
        }
        if (spec.getFormat() != FORMAT) {
            throw new NotGenuineException("its format is %d, and only %d is known".formatted(spec.getFormat(), FORMAT));
        }
        return spec.build();
    }
}
