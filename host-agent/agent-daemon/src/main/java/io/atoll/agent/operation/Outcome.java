package io.atoll.agent.operation;

import java.util.List;

/** How an operation ended. */
public sealed interface Outcome {
    /** It did what was asked; the result is encoded by whoever defined the operation. */
    final class Succeeded implements Outcome {
        private final byte[] result;

        public Succeeded(byte[] result) {
            this.result = result.clone();
        }

        public byte[] result() {
            return result.clone();
        }
    }

    /** It did not; {@code rolledBack} says that nothing of it is left on this host. */
    record Failed(String code, String detail, List<String> hints, boolean rolledBack) implements Outcome {
        public Failed {
            hints = List.copyOf(hints);
        }
    }
}
