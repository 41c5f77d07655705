package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.PowerKind;
import org.jspecify.annotations.Nullable;

/** What has to be known to reach one host's power. */
public sealed interface PowerSettings {
    PowerKind kind();

    /** A name or address, and a port. */
    record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** User and password at a controller. Never shows the password. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + ", …]";
        }
    }

    /** Why a controller's certificate is believed. */
    sealed interface Trust {}

    /** It is exactly this certificate: SHA-256 of its DER form, 64 lower-case hexadecimal digits. */
    record Pinned(String sha256) implements Trust {}

    /** This authority signed it, for the name or address the controller is reached by. PEM. */
    record Authority(String certificatePem) implements Trust {}

    /** Nobody vouched for one yet: the controller is not spoken to, but which certificate it shows is told. */
    record Nobody() implements Trust {}

    /**
     * A controller that speaks Redfish.
     *
     * @param systemPath which of the controller's systems is the host, {@code /redfish/v1/Systems/…}; null: its only one
     */
    record Redfish(
            Endpoint endpoint,
            Login login,
            Trust trust,
            boolean session,
            @Nullable String systemPath) implements PowerSettings {
        @Override
        public PowerKind kind() {
            return PowerKind.REDFISH;
        }
    }

    /**
     * A controller that speaks IPMI.
     *
     * @param cipherSuite 17 (SHA-256) or 3 (SHA-1), by the numbers of IPMI 2.0, table 22-20
     */
    record Ipmi(Endpoint endpoint, Login login, int cipherSuite) implements PowerSettings {
        @Override
        public PowerKind kind() {
            return PowerKind.IPMI;
        }
    }

    /**
     * No controller: a card that wakes its host.
     *
     * @param mac of the card that listens while the host is off, {@code 02:00:5e:10:00:01}
     */
    record WakeOnLan(String mac, Endpoint broadcast) implements PowerSettings {
        @Override
        public PowerKind kind() {
            return PowerKind.WAKE_ON_LAN;
        }
    }
}
