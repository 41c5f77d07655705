package io.atoll.hypervisor.qmp;

/** Hears what a QMP peer says unasked. Called on the connection's reading thread: must be quick and never execute commands. */
public interface QmpListener {

    void event(QmpEvent event);

    /** The connection is gone, at most once; not called when this side closed it. */
    void lost(String reason);
}
