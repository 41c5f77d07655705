package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.Refusal;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a failed call means: a refusal on purpose, or that nobody knows what happened. */
final class CallFailures {
    private static final Metadata.Key<Refusal> TRAILER =
            Metadata.Key.of("atoll-refusal-bin", ProtoUtils.metadataMarshaller(Refusal.getDefaultInstance()));

    private static final String UNEXPLAINED = "AGENT_REFUSED";

    private CallFailures() {}

    static AgentOutcome outcome(StatusRuntimeException failure, AgentChannels.AgentChannel channel) {
        return outcome(failure.getStatus(), failure.getTrailers(), channel);
    }

    static AgentOutcome outcome(Status status, @Nullable Metadata trailers, AgentChannels.AgentChannel channel) {
        Optional<Refusal> refusal = refusal(trailers);
        if (refusal.isPresent()) {
            return new AgentOutcome.Refused(
                    PlainText.code(refusal.get().getCode(), UNEXPLAINED),
                    PlainText.of(refusal.get().getDetail()),
                    OperationNews.hints(refusal.get().getHintsList()));
        }
        return switch (status.getCode()) {
            case INVALID_ARGUMENT,
                    FAILED_PRECONDITION,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED -> new AgentOutcome.Refused(UNEXPLAINED, PlainText.of(describe(status)), List.of());
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    DEADLINE_EXCEEDED,
                    RESOURCE_EXHAUSTED,
                    ABORTED,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS -> new AgentOutcome.Unavailable(reason(status, channel));
        };
    }

    /** For calls that answer a value: the refusal, or AGENT_UNREACHABLE, as an exception. */
    static AtollException exception(StatusRuntimeException failure, AgentChannels.AgentChannel channel) {
        return switch (outcome(failure, channel)) {
            case AgentOutcome.Refused(var code, var detail, var hints) ->
                new AtollException(
                        ErrorCode.HOST_WRONG_STATE,
                        "The host refused (%s): %s".formatted(PlainText.of(code), detail),
                        hints.stream().map(Hint::of).toArray(Hint[]::new));
            case AgentOutcome.Unavailable(var detail) -> unreachable(detail);
            case AgentOutcome.Completed(var _) -> unreachable("The call failed.");
            case AgentOutcome.Failed(var _, var detail, var _, var _) -> unreachable(detail);
        };
    }

    private static AtollException unreachable(String detail) {
        return new AtollException(
                ErrorCode.AGENT_UNREACHABLE, detail, Hint.of("Look at the host's page for the state of its agent."));
    }

    /** Why a host cannot be reached, for people. */
    static String reason(Status status, AgentChannels.AgentChannel channel) {
        String where = channel.endpoint().address() + ":" + channel.endpoint().port();
        return channel.refusal()
                .orElseGet(() ->
                        "The agent at %s cannot be reached: %s.".formatted(where, PlainText.of(describe(status))));
    }

    private static String describe(Status status) {
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = cause == null ? status.getDescription() : cause.getMessage();
        return why == null ? status.getCode().name() : why;
    }

    private static Optional<Refusal> refusal(@Nullable Metadata trailers) {
        return trailers == null ? Optional.empty() : Optional.ofNullable(trailers.get(TRAILER));
    }
}
