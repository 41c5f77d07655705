package io.atoll.agent.operation;

import io.atoll.model.LeaderEpoch;
import java.util.regex.Pattern;

/**
 * One attempt at an operation. Attempts with equal ids are the same operation and must have equal content, which
 * {@code contentDigest} stands for.
 */
public record OperationRequest(String id, LeaderEpoch leaderEpoch, String kind, String subject, String contentDigest) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._/-]{0,127}");

    public OperationRequest {
        if (!ID.matcher(id).matches()) {
            throw new RefusedException(
                    RefusalCode.VALIDATION_FAILED,
                    "The operation id (%d characters) must be 1 to 128 of A-Z a-z 0-9 : . _ / - and begin with a letter or digit."
                            .formatted(id.length()));
        }
    }
}
