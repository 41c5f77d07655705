package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.GuestInterface;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.model.VmId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent inside a guest is whatever the guest's owner put there. */
@Timeout(60)
class GuestAgentTest {

    private static final VmId VM = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Pattern SYNC_ID = Pattern.compile("\"id\":(\\d+)");

    @TempDir
    Path folder;

    private ServerSocketChannel server;
    private GuestAgent agent;

    /** What the guest answers a command with, after it has answered the sync as it should. */
    private interface Script {
        void answer(OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        var socket = folder.resolve("qga.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        agent = new GuestAgent(VM, socket);
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    @Test
    void aFriendlyAgentAnswers() {
        guest(out -> write(out, "{\"return\":{}}\n"));

        assertThat(agent.ping(LONG)).isTrue();
        assertThat(agent.ping(LONG)).isTrue();
    }

    @Test
    void addressesAreReadAndOnlyAddresses() {
        guest(out -> write(out, """
                {"return":[{"name":"eth0","hardware-address":"52:54:00:00:00:01","statistics":{},"ip-addresses":[
                 {"ip-address-type":"ipv4","ip-address":"10.0.0.5","prefix":24},
                 {"ip-address-type":"ipv6","ip-address":"fe80::1","prefix":64},
                 {"ip-address-type":"ipv4","ip-address":"evil.example.org","prefix":24},
                 {"ip-address-type":"ipv4","ip-address":"127.1","prefix":24},
                 {"ip-address-type":"ipv4","ip-address":"10.0.0.999","prefix":24},
                 {"ip-address":7}]},
                 {"name":"<img src=x>\\u202e\\u0007","hardware-address":"nonsense"}]}
                """.replace("\n", "") + "\n"));

        assertThat(agent.interfaces(LONG))
                .containsExactly(
                        new GuestInterface(
                                "eth0",
                                new MacAddress("52:54:00:00:00:01"),
                                List.of(InetAddress.ofLiteral("10.0.0.5"), InetAddress.ofLiteral("fe80::1"))),
                        new GuestInterface("<img src=x>", null, List.of()));
    }

    @Test
    void aGuestFreezesItsFileSystemsAndWritesAgain() {
        guest(out -> write(out, "{\"return\":2}\n"));

        agent.freeze(LONG);
        agent.thaw(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"return\":0}\n", "{\"return\":{}}\n", "{\"error\":{\"class\":\"GenericError\"}}\n", ""})
    void aGuestThatFrozeNothingIsNotInOrder(String answer) {
        guest(out -> write(out, answer));

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> agent.freeze(LONG))
                .extracting(HypervisorException::code)
                .isEqualTo(HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\n",
                "<xml/>\n",
                "{\"error\":{\"class\":\"CommandNotFound\"}}\n",
                "{\"return\":1,\"return\":2}\n",
                "{\"return\":{}} trailing\n",
                "{\"return\":\"no list\"}\n",
                ""
            })
    void nonsenseIsNoAnswer(String nonsense) {
        guest(out -> write(out, nonsense));

        assertUnavailable(LONG);
    }

    @Test
    void badUtf8IsNoAnswer() {
        guest(out -> out.write(new byte[] {
            '{', '"', 'r', 'e', 't', 'u', 'r', 'n', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}', '\n'
        }));

        assertUnavailable(LONG);
    }

    @Test
    void aHundredMegabytesAreCutOff() {
        guest(out -> {
            var block = new byte[1 << 20];
            for (var i = 0; i < 100; i++) {
                out.write(block);
            }
        });

        assertUnavailable(LONG);
    }

    @Test
    void deepNestingIsNoAnswer() {
        guest(out -> write(out, "{\"return\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}\n"));

        assertUnavailable(LONG);
    }

    @ParameterizedTest
    @CsvSource({"33, 1", "1, 33"})
    void listsWithoutEndAreNoAnswer(int interfaces, int addresses) {
        var address = "{\"ip-address\":\"10.0.0.1\"}";
        var one =
                "{\"name\":\"e\",\"ip-addresses\":[" + String.join(",", Collections.nCopies(addresses, address)) + "]}";
        guest(out -> write(out, "{\"return\":[" + String.join(",", Collections.nCopies(interfaces, one)) + "]}\n"));

        assertUnavailable(LONG);
    }

    @Test
    void silenceEndsWithTheDeadline() {
        assertThat(agent.ping(SHORT)).isFalse();
        assertUnavailable(SHORT);
    }

    @Test
    void oneByteAtATimeEndsWithTheDeadlineToo() {
        guest(out -> {
            while (true) {
                write(out, " ");
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        });

        assertUnavailable(SHORT);
    }

    @Test
    void nobodyAtHomeIsNoAnswer() throws IOException {
        server.close();

        assertUnavailable(LONG);
    }

    private void assertUnavailable(Duration deadline) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> agent.interfaces(deadline))
                .extracting(HypervisorException::code)
                .isEqualTo(HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE);
    }

    private void guest(Script script) {
        Thread.ofVirtual().start(() -> {
            while (server.isOpen()) {
                try (var channel = server.accept();
                        var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.ISO_8859_1));
                        var out = Channels.newOutputStream(channel)) {
                    write(out, "{\"return\":\"left over\"}\n");
                    var sync = SYNC_ID.matcher(line(in, out));
                    if (sync.find()) {
                        out.write(0xff);
                        write(out, "{\"return\":" + sync.group(1) + "}\n");
                    }
                    line(in, out);
                    script.answer(out);
                } catch (IOException e) {
                    // the client hung up, which most of these tests want
                }
            }
        });
    }

    /** As qemu-ga does it: a 0xff is dropped with what came before it, and is answered with an error. */
    private static String line(BufferedReader in, OutputStream out) throws IOException {
        var line = String.valueOf(in.readLine());
        if (line.indexOf(0xff) >= 0) {
            write(out, "{\"error\":{\"class\":\"GenericError\",\"desc\":\"JSON parse error, stray\"}}\n");
        }
        return line;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
