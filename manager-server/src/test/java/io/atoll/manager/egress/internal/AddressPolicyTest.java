package io.atoll.manager.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    private final AddressPolicy closed = new AddressPolicy(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254",
                        "172.16.0.1",
                "172.31.255.255", "192.0.0.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
                        "::",
                "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2001::1", "2002:a00:1::1", "fc00::1", "fd00:ec2::254",
                        "fe80::1",
                "ff02::1"
            })
    void closesEverythingThatIsNotAHostOfTheOpenInternet(String address) {
        assertThat(closed.permits(InetAddress.ofLiteral(address), 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "223.255.255.1", "2606:4700::1", "2a00:1450::1"})
    void opensTheOpenInternetOnWebPorts(String address) {
        assertThat(closed.permits(InetAddress.ofLiteral(address), 443)).isTrue();
        assertThat(closed.permits(InetAddress.ofLiteral(address), 22)).isFalse();
    }

    @Test
    void opensWhatTheAdministratorListedAndNothingBesideIt() {
        var policy = new AddressPolicy(List.of("10.1.2.0/25", "fd00::7"));
        assertThat(policy.permits(InetAddress.ofLiteral("10.1.2.127"), 5000)).isTrue();
        assertThat(policy.permits(InetAddress.ofLiteral("10.1.2.128"), 80)).isFalse();
        assertThat(policy.permits(InetAddress.ofLiteral("fd00::7"), 80)).isTrue();
        assertThat(policy.permits(InetAddress.ofLiteral("fd00::8"), 80)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "example.org/8", "10.0.0.0/x", "", "10.0.0.0/-1"})
    void refusesARangeThatIsNone(String text) {
        assertThatThrownBy(() -> new AddressPolicy(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Write it like 10.1.2.0/24");
    }
}
