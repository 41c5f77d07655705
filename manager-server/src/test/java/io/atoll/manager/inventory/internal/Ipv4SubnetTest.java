package io.atoll.manager.inventory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4SubnetTest {
    @Test
    void offersItsHostAddressesOnly() {
        var subnet = Ipv4Subnet.parse("10.0.8.0/30").orElseThrow();
        assertThat(subnet.offers(address("10.0.8.1"))).isTrue();
        assertThat(subnet.offers(address("10.0.8.2"))).isTrue();
        assertThat(subnet.offers(address("10.0.8.0"))).as("the subnet itself").isFalse();
        assertThat(subnet.offers(address("10.0.8.3"))).as("its broadcast").isFalse();
        assertThat(subnet.offers(address("10.0.8.5"))).as("a neighbour").isFalse();
        assertThat(subnet).hasToString("10.0.8.0/30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0", "10.0.0.0/", "10.0.0.0/31", "10.0.0.0/15", "10.0.0.0/024", "10.0.0.0/-1", "10.0.0.1/24",
                "010.0.0.0/24", "0x0a.0.0.0/24", "10.0.0/24", "256.0.0.0/24", "127.0.0.0/24", "224.0.0.0/24", "::/64",
                "10.0.0.0/24 ", "10.0.0.0/24\n", "0.0.0.0/16", "169.254.0.0/16/16"
            })
    void refusesWhatIsNotAUsableSubnet(String text) {
        assertThat(Ipv4Subnet.parse(text)).isEmpty();
    }

    @Test
    void ordersAddressesAsNumbers() {
        assertThat(address("9.0.0.1")).isLessThan(address("200.0.0.1"));
        assertThat(address("10.0.0.255").next()).isEqualTo(address("10.0.1.0"));
    }

    private static Ipv4 address(String text) {
        return Ipv4.parse(text).orElseThrow();
    }
}
