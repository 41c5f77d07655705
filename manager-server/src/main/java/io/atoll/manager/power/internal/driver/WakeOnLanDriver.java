package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import io.atoll.manager.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Wakes by a magic packet (six times 0xff, then sixteen times the card's address; AMD publication 20213), switches off by an
 * order to the agent, and knows of the host only whether its agent answers. Silence is not OFF: a host with a dead network
 * is silent and runs. So it can say that a host has gone silent after it took the order, and never that it is off.
 */
public final class WakeOnLanDriver implements PowerDriver {
    private static final int REPETITIONS = 16;
    private static final int SENT_TIMES = 3;
    private static final Duration STEADY = Duration.ofSeconds(20);

    private final WakeOnLan settings;
    private final InetAddress broadcast;
    private final Agent agent;

    WakeOnLanDriver(WakeOnLan settings, InetAddress broadcast, Agent agent) {
        this.settings = settings;
        this.broadcast = broadcast;
        this.agent = agent;
    }

    /** The host's agent, as far as its power is concerned. */
    public interface Agent {
        /** Whether it answers now. */
        boolean answers();

        /** Tells it to shut the host down. */
        void shutDown() throws PowerException;
    }

    @Override
    public String label() {
        return "Wake-on-LAN (%s by way of %s)".formatted(settings.mac(), settings.broadcast());
    }

    @Override
    public PowerReading read() {
        return agent.answers()
                ? PowerReading.on("The host's agent answers.")
                : PowerReading.unknown(
                        "The host's agent is silent. Wake-on-LAN cannot tell a host that is off from one that is cut off.");
    }

    @Override
    public void order(PowerOrder order) throws PowerException {
        switch (order) {
            case ON -> wake();
            case SHUT_DOWN -> shutDown();
            case FORCE_OFF ->
                throw new PowerException(
                        ErrorCode.POWER_ORDER_REFUSED,
                        "Wake-on-LAN cannot cut a host's power; it can only have the host shut itself down.",
                        "Use the mode GRACEFUL, or give the host a Redfish or IPMI power control.");
        }
    }

    @Override
    public boolean meets(State goal, PowerReading reading) {
        return goal == State.OFF ? reading.state() == State.UNKNOWN : reading.state() == goal;
    }

    @Override
    public Duration steadyFor() {
        return STEADY;
    }

    /** A host that is silent already would pass for one that obeyed. */
    private void shutDown() throws PowerException {
        if (!agent.answers()) {
            throw new PowerException(
                    ErrorCode.AGENT_UNREACHABLE,
                    "The host's agent does not answer, and with Wake-on-LAN only the agent can shut the host down.",
                    "Look at the host itself, or give it a Redfish or IPMI power control.");
        }
        agent.shutDown();
    }

    private void wake() throws PowerException {
        var packet = magicPacket(settings.mac());
        try (var socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            for (int sent = 0; sent < SENT_TIMES; sent++) {
                socket.send(new DatagramPacket(
                        packet, packet.length, broadcast, settings.broadcast().port()));
            }
        } catch (IOException e) {
            throw new PowerException(
                    ErrorCode.POWER_UNREACHABLE,
                    "The packet that wakes %s cannot be sent to %s: %s."
                            .formatted(settings.mac(), settings.broadcast(), e.getMessage()),
                    "Check that broadcastAddress is the broadcast address of a network this manager is in.");
        }
    }

    static byte[] magicPacket(String mac) {
        var address = HexFormat.ofDelimiter(":").parseHex(mac);
        var packet = new ByteArrayOutputStream();
        packet.writeBytes(HexFormat.of().parseHex("ffffffffffff"));
        for (int count = 0; count < REPETITIONS; count++) {
            packet.writeBytes(address);
        }
        return packet.toByteArray();
    }
}
