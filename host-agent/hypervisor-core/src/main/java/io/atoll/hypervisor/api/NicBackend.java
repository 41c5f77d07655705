package io.atoll.hypervisor.api;

import java.util.regex.Pattern;

/** What a virtual network card is plugged into. */
public sealed interface NicBackend {

    /** A tap interface that exists already, configured by the agent. */
    record Tap(String interfaceName) implements NicBackend {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

        public Tap {
            if (!NAME.matcher(interfaceName).matches()) {
                throw new IllegalArgumentException(
                        "An interface name has 1 to 15 letters, digits, '_', '.', '-'; the one given (%d characters) has not."
                                .formatted(interfaceName.length()));
            }
        }
    }

    /**
     * A private network inside the hypervisor process with DHCP; needs no rights on the host.
     *
     * @param restrict the guest reaches neither the host nor anything beyond it
     */
    record UserMode(boolean restrict) implements NicBackend {}
}
