package io.atoll.manager.power.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.driver.PowerSettings.Endpoint;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.power.internal.driver.PowerSettings.Login;
import io.atoll.manager.problem.ErrorCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real ipmitool against the real ipmi_sim, where both are installed; and programs that take ipmitool's place. */
@Timeout(180)
class IpmiDriverTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int STRONG = 17;
    private static final int WEAK = 3;
    private static final String PASSWORD = "s3cret-horse";

    @TempDir
    private Path folder = Path.of("");

    private static IpmiDriver driver(String program, int port, String user, String password, int suite) {
        var settings = new Ipmi(new Endpoint("127.0.0.1", port), new Login(user, password), suite);
        return new IpmiDriver(settings, InetAddress.getLoopbackAddress(), new IpmiTool(program, LIMIT));
    }

    private static PowerException refused(PowerDriver driver) {
        return catchThrowableOfType(PowerException.class, driver::read);
    }

    /** A controller that keeps its chassis' power in a file. */
    private final class Simulator implements AutoCloseable {
        private final int port = freePort();
        private final Process process;

        Simulator() throws IOException {
            Files.writeString(folder.resolve("power"), "1");
            var chassis = program("chassis", """
                    case $1 in
                    get) for what in "$@"; do
                        case $what in power) echo "power:$(cat "%1$s")" ;; boot) echo boot:default ;; esac; done ;;
                    set) case $2 in power) echo "$3" > "%1$s" ;; shutdown) echo 0 > "%1$s" ;; esac ;;
                    esac
                    """.formatted(folder.resolve("power")));
            Files.writeString(folder.resolve("lan.conf"), """
                    name "bmc"
                    set_working_mc 0x20
                      startlan 1
                        addr 127.0.0.1 %d
                        priv_limit admin
                        allowed_auths_admin none md2 md5 straight
                        guid a123456789abcdefa123456789abcdef
                      endlan
                      chassis_control "%s"
                      user 2 true "admin" "%s" admin 10 none md2 md5 straight
                    """.formatted(port, chassis, PASSWORD));
            Files.writeString(folder.resolve("sim.emu"), """
                    mc_setbmc 0x20
                    mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
                    sel_enable 0x20 1000 0x0a
                    mc_enable 0x20
                    """);
            Files.createDirectories(folder.resolve("state"));
            process = new ProcessBuilder("ipmi_sim", "-n", "-c", "lan.conf", "-f", "sim.emu", "-s", "state")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("sim.log").toFile())
                    .start();
        }

        /** Until it serves: its first answers are lost while it starts. */
        Simulator ready() throws InterruptedException {
            for (int tries = 0; tries < 50; tries++) {
                try {
                    driver("ipmitool", port, "admin", PASSWORD, WEAK).read();
                    return this;
                } catch (PowerException e) {
                    assertThat(process.isAlive()).as("ipmi_sim runs").isTrue();
                }
            }
            throw new IllegalStateException("ipmi_sim does not answer");
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static int freePort() {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path program(String name, String body) throws IOException {
        var file = folder.resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private static boolean installed(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    @Test
    void aRealControllerIsReadSwitchedAndRefusesStrangers() throws Exception {
        assumeTrue(installed("ipmi_sim") && installed("ipmitool"), "openipmi and ipmitool are not installed");
        try (var simulator = new Simulator().ready()) {
            var driver = driver("ipmitool", simulator.port, "admin", PASSWORD, WEAK);
            assertThat(driver.read().state()).isEqualTo(State.ON);
            assertThat(driver.measuredWatts())
                    .as("ipmi_sim has no DCMI, and says so")
                    .isEmpty();
            driver.order(PowerOrder.FORCE_OFF);
            assertThat(driver.read().state()).isEqualTo(State.OFF);
            driver.order(PowerOrder.FORCE_OFF); // off already: no failure
            driver.order(PowerOrder.ON);
            assertThat(driver.read().state()).isEqualTo(State.ON);
            driver.order(PowerOrder.SHUT_DOWN);
            assertThat(driver.read().state()).isEqualTo(State.OFF);

            var wrongPassword = refused(driver("ipmitool", simulator.port, "admin", "wrong", WEAK));
            assertThat(wrongPassword.code()).isEqualTo(ErrorCode.POWER_CREDENTIALS_REFUSED);
            assertThat(wrongPassword).hasMessageContaining("admin").hasMessageNotContaining("wrong");
            var stranger = refused(driver("ipmitool", simulator.port, "nobody", PASSWORD, WEAK));
            assertThat(stranger.code()).isEqualTo(ErrorCode.POWER_CREDENTIALS_REFUSED);
            var strong = refused(driver("ipmitool", simulator.port, "admin", PASSWORD, STRONG));
            assertThat(strong).hasMessageContaining("cipher suite 17");
            assertThat(strong.hint()).contains("cipherSuite to 3");
        }
    }

    /** The text of ipmitool 1.8.19, whose figures a controller gives. */
    @Test
    void theReadingOfTheDataCenterManageabilityInterfaceIsTaken() throws Exception {
        var reading = """
                \n    Instantaneous power reading:                   186 Watts
                    Minimum during sampling period:                  8 Watts
                    IPMI timestamp:                           01/01/26 00:00:00 UTC    Sampling period:    00000001 Seconds.
                    Power reading state is:                   %s\n\n
                """;
        var program = program("tool", "cat <<'X'\n%sX\n".formatted(reading.formatted("activated")));
        assertThat(driver(program.toString(), 1, "admin", PASSWORD, WEAK).measuredWatts())
                .hasValue(186);
        var off = program("off", "cat <<'X'\n%sX\n".formatted(reading.formatted("deactivated")));
        assertThat(driver(off.toString(), 1, "admin", PASSWORD, WEAK).measuredWatts())
                .isEmpty();
        var none = program("none", "echo 'DCMI request failed because: Invalid command (c1)' >&2; exit 1\n");
        assertThat(driver(none.toString(), 1, "admin", PASSWORD, WEAK).measuredWatts())
                .isEmpty();
        var garbage = program("garbage", "echo 'Instantaneous power reading: -3 Watts'\n");
        var refusal = catchThrowableOfType(
                PowerException.class,
                () -> driver(garbage.toString(), 1, "admin", PASSWORD, WEAK).measuredWatts());
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ANSWER_UNREADABLE);
    }

    @Test
    void silenceIsSaidToBeSilence() {
        assumeTrue(installed("ipmitool"), "ipmitool is not installed");
        var refusal = refused(driver("ipmitool", freePort(), "admin", PASSWORD, WEAK));
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_UNREACHABLE);
        assertThat(refusal.leavesOpen()).isTrue();
    }

    @Test
    void thePasswordIsInTheEnvironmentAndNotAmongTheArguments() throws Exception {
        var seen = folder.resolve("seen");
        var program = program(
                "tool", "printf '%%s\\n' \"$@\" \"env=$(env)\" > '%s'\necho Chassis Power is on\n".formatted(seen));
        assertThat(driver(program.toString(), 1, "admin", PASSWORD, WEAK).read().state())
                .isEqualTo(State.ON);
        var lines = Files.readAllLines(seen);
        assertThat(lines.stream().takeWhile(line -> !line.startsWith("env=")))
                .contains("admin", "-E", "status")
                .noneMatch(line -> line.contains(PASSWORD));
        assertThat(lines).anyMatch(line -> line.endsWith("IPMI_PASSWORD=" + PASSWORD));
    }

    @Test
    void garbageIsNoState() throws Exception {
        var program = program("tool", "printf 'Chassis Power is \\033[2Jmaybe on\\n'");
        var refusal = refused(driver(program.toString(), 1, "admin", PASSWORD, WEAK));
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ANSWER_UNREADABLE);
        assertThat(refusal.getMessage()).contains("maybe on").doesNotContain("\033");
    }

    @Test
    void aProgramThatHangsIsEnded() throws Exception {
        var program = program("tool", "echo $$ > '%s'\nexec sleep 1000\n".formatted(folder.resolve("pid")));
        var settings = new Ipmi(new Endpoint("127.0.0.1", 1), new Login("admin", PASSWORD), WEAK);
        var tool = new IpmiTool(program.toString(), Duration.ofSeconds(2));
        var refusal = refused(new IpmiDriver(settings, InetAddress.getLoopbackAddress(), tool));
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_UNREACHABLE);
        var pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        ProcessHandle.of(pid)
                .ifPresent(process ->
                        process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aMissingProgramIsNamed() {
        var refusal = refused(driver("/nowhere/ipmitool", 1, "admin", PASSWORD, WEAK));
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_PROGRAM_MISSING);
        assertThat(refusal.hint()).contains("package ipmitool");
    }
}
