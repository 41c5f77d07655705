package io.atoll.agent.server;

import io.atoll.agent.operation.Outcome;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.Refusal;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says no in the protocol's words: a gRPC status with a {@link Refusal} in its trailer, or a failed operation. */
final class Refusals {
    static final Metadata.Key<Refusal> TRAILER =
            Metadata.Key.of("atoll-refusal-bin", ProtoUtils.metadataMarshaller(Refusal.getDefaultInstance()));

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static StatusRuntimeException status(Throwable failure) {
        var failed = FailureTranslator.translate(failure);
        var trailer = new Metadata();
        trailer.put(
                TRAILER,
                Refusal.newBuilder()
                        .setCode(failed.code())
                        .setDetail(failed.detail())
                        .addAllHints(failed.hints())
                        .build());
        return status(failed.code()).withDescription(failed.detail()).asRuntimeException(trailer);
    }

    static StatusRuntimeException status(RefusalCode code, String detail, String... hints) {
        return status(new RefusedException(code, detail, hints));
    }

    /** Codes of other parts pass through {@link Outcome.Failed} as text, so the decision is made on text. */
    private static Status status(String code) {
        if (code.endsWith("_NOT_FOUND")) {
            return Status.NOT_FOUND;
        }
        return switch (code) {
            case "VALIDATION_FAILED" -> Status.INVALID_ARGUMENT;
            case "HOST_BUSY" -> Status.RESOURCE_EXHAUSTED;
            case "COORDINATION_UNREACHABLE", "POOL_UNREACHABLE" -> Status.UNAVAILABLE;
            case "CANCELLED" -> Status.CANCELLED;
            case "INTERNAL" -> Status.INTERNAL;
            default -> Status.FAILED_PRECONDITION;
        };
    }

    /** What went wrong inside is logged here, with its stack; the manager is told only that it did. */
    static Outcome.Failed internal(Throwable failure) {
        LOG.error("An operation broke", failure);
        return new Outcome.Failed(
                RefusalCode.INTERNAL.name(),
                "The agent failed in a way it does not know.",
                List.of("See the agent's log of this time on the host."),
                false);
    }
}
