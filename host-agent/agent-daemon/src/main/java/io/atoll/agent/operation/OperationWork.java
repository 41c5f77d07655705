package io.atoll.agent.operation;

/** The work of one operation. It cleans up after itself: when it throws, nothing of it is left, unless it says so. */
@FunctionalInterface
public interface OperationWork {
    byte[] run(OperationContext context) throws Exception;

    /** Thrown around a failure whose traces could not all be removed. */
    final class LeftoversException extends RuntimeException {
        public LeftoversException(RuntimeException failure) {
            super(failure);
        }
    }
}
