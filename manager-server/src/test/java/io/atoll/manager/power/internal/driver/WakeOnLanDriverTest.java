package io.atoll.manager.power.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.driver.PowerSettings.Endpoint;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import io.atoll.manager.problem.ErrorCode;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Wake-on-LAN can do, and what it must not claim. */
@Timeout(60)
class WakeOnLanDriverTest {
    private static final String MAC = "02:00:5e:10:00:01";

    /** An agent that is there or not, and counts its orders. */
    private static final class FakeAgent implements WakeOnLanDriver.Agent {
        private final boolean awake;
        private int orders;

        FakeAgent(boolean awake) {
            this.awake = awake;
        }

        @Override
        public boolean answers() {
            return awake;
        }

        @Override
        public void shutDown() {
            orders++;
        }
    }

    private static WakeOnLanDriver driver(int port, WakeOnLanDriver.Agent agent) {
        var loopback = InetAddress.getLoopbackAddress();
        return new WakeOnLanDriver(new WakeOnLan(MAC, new Endpoint("127.0.0.1", port)), loopback, agent);
    }

    @Test
    void theMagicPacketIsSixTimesFfAndSixteenTimesTheAddress() throws Exception {
        try (var card = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            driver(card.getLocalPort(), new FakeAgent(false)).order(PowerOrder.ON);
            var packet = new DatagramPacket(new byte[200], 200);
            card.receive(packet);
            assertThat(packet.getLength()).isEqualTo(102);
            var expected = "ffffffffffff" + MAC.replace(":", "").repeat(16);
            assertThat(HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), 102)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void silenceIsNeverOff() {
        var silent = driver(9, new FakeAgent(false));
        var reading = silent.read();
        assertThat(reading.state()).isEqualTo(State.UNKNOWN);
        assertThat(silent.meets(State.ON, reading)).isFalse();
        assertThat(silent.meets(State.OFF, reading)).as("as good as it gets").isTrue();
        assertThat(silent.steadyFor()).isPositive();
        var awake = driver(9, new FakeAgent(true));
        assertThat(awake.meets(State.OFF, awake.read())).isFalse();
        assertThat(awake.meets(State.ON, awake.read())).isTrue();
    }

    @Test
    void onlyAnAgentThatAnswersCanBeToldToShutDown() throws Exception {
        var agent = new FakeAgent(true);
        driver(9, agent).order(PowerOrder.SHUT_DOWN);
        assertThat(agent.orders).isEqualTo(1);
        var silent = new FakeAgent(false);
        var refusal = catchThrowableOfType(
                PowerException.class, () -> driver(9, silent).order(PowerOrder.SHUT_DOWN));
        assertThat(refusal.code()).isEqualTo(ErrorCode.AGENT_UNREACHABLE);
        assertThat(refusal.leavesOpen())
                .as("a host that was silent before did not obey")
                .isFalse();
        assertThat(silent.orders).isZero();
    }

    @Test
    void itCannotCutThePower() {
        var refusal = catchThrowableOfType(
                PowerException.class, () -> driver(9, new FakeAgent(true)).order(PowerOrder.FORCE_OFF));
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ORDER_REFUSED);
        assertThat(refusal.hint()).contains("GRACEFUL");
    }
}
