package io.atoll.agent.cli;

/** The command was not written as it must be; the message says what is wrong. */
final class UsageException extends Exception {
    UsageException(String message) {
        super(message);
    }
}
