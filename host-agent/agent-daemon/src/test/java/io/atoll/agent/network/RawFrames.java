package io.atoll.agent.network;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * A program for tests that plays a guest or a machine on the wire. As a guest it holds a tap like QEMU does, sends each
 * line of its input as a frame (hexadecimal, exactly as it is) and prints what reaches it; on the wire it prints what
 * arrives. Run it inside a network namespace; it ends with its input.
 */
public final class RawFrames {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short ETH_P_ALL_NETWORK_ORDER = 0x0300;
    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short TAP_WITHOUT_HEADER = 0x1002;
    private static final int INTERFACE_REQUEST_BYTES = 40;
    private static final int ADDRESS_BYTES = 20;

    private RawFrames() {}

    /** {@code guest TAP} or {@code wire INTERFACE}. */
    static void main(String[] arguments) throws Throwable {
        try (var arena = Arena.ofShared()) {
            var guest = arguments[0].equals("guest");
            var descriptor = guest ? openTap(arena, arguments[1]) : openWire(arena, arguments[1]);
            Thread.ofPlatform().daemon().start(() -> listen(arena, descriptor));
            System.out.println("ready");
            try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
                for (var line = input.readLine(); line != null; line = input.readLine()) {
                    send(arena, descriptor, HexFormat.of().parseHex(line));
                }
            }
            Runtime.getRuntime().halt(0);
        }
    }

    private static int openTap(Arena arena, String name) throws Throwable {
        var device = (int) call("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                .invokeExact(arena.allocateFrom("/dev/net/tun"), O_RDWR);
        var request = arena.allocate(INTERFACE_REQUEST_BYTES);
        request.setString(0, name);
        request.set(ValueLayout.JAVA_SHORT, 16, TAP_WITHOUT_HEADER);
        var done = (int) call("ioctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS)
                .invokeExact(device, TUNSETIFF, request);
        if (device < 0 || done != 0) {
            throw new IllegalStateException("Cannot hold the tap " + name);
        }
        return device;
    }

    private static int openWire(Arena arena, String name) throws Throwable {
        var socket = (int) call("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                .invokeExact(AF_PACKET, SOCK_RAW, (int) ETH_P_ALL_NETWORK_ORDER);
        var index = (int) call("if_nametoindex", ValueLayout.ADDRESS).invokeExact(arena.allocateFrom(name));
        var address = arena.allocate(ADDRESS_BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(ValueLayout.JAVA_SHORT, 2, ETH_P_ALL_NETWORK_ORDER);
        address.set(ValueLayout.JAVA_INT, 4, index);
        var bound = (int) call("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                .invokeExact(socket, address, ADDRESS_BYTES);
        if (socket < 0 || index == 0 || bound != 0) {
            throw new IllegalStateException("No raw socket on " + name);
        }
        return socket;
    }

    private static void send(Arena arena, int descriptor, byte[] frame) throws Throwable {
        var data = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
        var sent = (long) transfer("write").invokeExact(descriptor, data, (long) frame.length);
        if (sent != frame.length) {
            throw new IllegalStateException("Sent " + sent + " of " + frame.length + " bytes");
        }
    }

    private static void listen(Arena arena, int descriptor) {
        try {
            var buffer = arena.allocate(65_536);
            var read = transfer("read");
            while (true) {
                var count = (long) read.invokeExact(descriptor, buffer, 65_536L);
                if (count > 0) {
                    var frame = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
                    System.out.println(HexFormat.of().formatHex(frame));
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle transfer(String name) {
        return handle(
                name,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    }

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        var symbol = Linker.nativeLinker().defaultLookup().find(name).orElseThrow();
        return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }

    /** Puts frames together. */
    static final class Frame {
        private final StringBuilder hex = new StringBuilder();

        static Frame ethernet(String to, String from, int type) {
            return new Frame().mac(to).mac(from).u16(type);
        }

        Frame mac(String mac) {
            hex.append(mac.replace(":", ""));
            return this;
        }

        Frame u8(int... values) {
            for (var value : values) {
                hex.append("%02x".formatted(value & 0xff));
            }
            return this;
        }

        Frame u16(int... values) {
            for (var value : values) {
                hex.append("%04x".formatted(value & 0xffff));
            }
            return this;
        }

        Frame ipv4(String address) {
            for (var part : List.of(address.split("\\.", -1))) {
                u8(Integer.parseInt(part));
            }
            return this;
        }

        Frame raw(String more) {
            hex.append(more);
            return this;
        }

        Frame text(String text) {
            hex.append(HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
            return this;
        }

        /** An IPv4 datagram with UDP in it. The header's checksum is right, since br_netfilter looks at it. */
        static Frame udp(String fromMac, String from, String to, int fromPort, int toPort, String text) {
            var length = 28 + text.length();
            var sum = 0x4500 + length + 0x4011 + halves(from) + halves(to);
            var folded = (sum & 0xffff) + (sum >>> 16);
            var ip = ethernet("ff:ff:ff:ff:ff:ff", fromMac, 0x0800)
                    .u8(0x45, 0)
                    .u16(length, 0, 0)
                    .u8(64, 17)
                    .u16(~((folded & 0xffff) + (folded >>> 16)))
                    .ipv4(from)
                    .ipv4(to);
            return ip.u16(fromPort, toPort, 8 + text.length(), 0).text(text);
        }

        private static int halves(String address) {
            var value = Long.parseLong(new Frame().ipv4(address).hex(), 16);
            return (int) ((value >>> 16) + (value & 0xffff));
        }

        static Frame arp(String ethernetFrom, String saysMac, String saysIp, String text) {
            return ethernet("ff:ff:ff:ff:ff:ff", ethernetFrom, 0x0806)
                    .u16(1, 0x0800)
                    .u8(6, 4)
                    .u16(2)
                    .mac(saysMac)
                    .ipv4(saysIp)
                    .mac("00:00:00:00:00:00")
                    .ipv4(saysIp)
                    .text(text);
        }

        static Frame ipv6(String fromMac, int nextHeader, String payloadHex, String text) {
            return ethernet("33:33:00:00:00:01", fromMac, 0x86dd)
                    .u8(0x60, 0, 0, 0)
                    .u16(payloadHex.length() / 2 + text.length())
                    .u8(nextHeader, 255)
                    .raw("fe80000000000000504400fffe000001")
                    .raw("ff020000000000000000000000000001")
                    .raw(payloadHex)
                    .text(text);
        }

        Frame tagged(int vlan) {
            hex.insert(24, "8100%04x".formatted(vlan));
            return this;
        }

        String hex() {
            return hex.toString();
        }
    }
}
