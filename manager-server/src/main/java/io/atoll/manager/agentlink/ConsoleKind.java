package io.atoll.manager.agentlink;

/** Which of a VM's two consoles. */
public enum ConsoleKind {
    VNC,
    SERIAL
}
