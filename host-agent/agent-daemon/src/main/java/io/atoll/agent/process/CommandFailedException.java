package io.atoll.agent.process;

import java.io.IOException;

/** A program could not be started, took too long, or ended with a code other than zero where that was not expected. */
public class CommandFailedException extends IOException {
    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
