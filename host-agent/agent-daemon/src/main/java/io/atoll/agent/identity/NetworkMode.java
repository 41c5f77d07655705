package io.atoll.agent.identity;

import java.util.Locale;

/** How guests reach the network. */
public enum NetworkMode {
    /** Taps on a VLAN-aware bridge of the host, with anti-spoofing rules. Needs root. */
    BRIDGE,
    /** QEMU's own user-mode network: guests reach out, nobody reaches in. Works without root. */
    USER;

    /** As on the command line and in the agent's protocol, for example {@code bridge}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
