package io.atoll.manager.agentlink;

/** An open console. */
public interface ConsoleStream extends AutoCloseable {
    /** Sends bytes to the VM, waiting while the host takes no more. */
    void send(byte[] data);

    @Override
    void close();
}
