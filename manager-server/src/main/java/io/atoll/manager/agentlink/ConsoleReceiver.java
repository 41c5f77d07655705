package io.atoll.manager.agentlink;

/** Gets what a console says, in order, one call at a time. The next bytes are asked for when the call returns. */
public interface ConsoleReceiver {
    void received(byte[] data);

    /** The last call: the stream has ended, for this reason. */
    void closed(String reason);
}
