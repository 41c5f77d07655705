package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.problem.ErrorCode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * IPMI 2.0 over RMCP+, by the program {@code ipmitool}: it knows the ways of the controllers there are, and Debian cares for
 * it (why no library: {@code manager-server/docs/0009-power.md}). The password goes by the environment, which other accounts
 * cannot read, never by an argument, which all can.
 */
public final class IpmiDriver implements PowerDriver {
    private static final String ONE_TRY_SECONDS = "2";
    private static final String TRIES = "2";

    private static final Pattern WATTS = Pattern.compile("(?i)instantaneous power reading:\\s*([0-9]{1,5}) watts");
    /** Completion codes of IPMI 2.0, table 5-2: the controller has no such command, or not in its present state. */
    private static final Pattern NO_DCMI = Pattern.compile(
            "(?i)invalid command|\\((c1|d5|d6)\\)|command not supported|not supported in present state");

    private static final Pattern NOT_MEASURING = Pattern.compile("(?i)power reading state is:\\s*deactivated");

    private final Ipmi settings;
    private final InetAddress address;
    private final IpmiTool tool;

    IpmiDriver(Ipmi settings, InetAddress address, IpmiTool tool) {
        this.settings = settings;
        this.address = address;
        this.tool = tool;
    }

    @Override
    public String label() {
        return "the IPMI controller " + settings.endpoint();
    }

    @Override
    public PowerReading read() throws PowerException {
        var answer = run("chassis", "power", "status").toLowerCase(Locale.ROOT);
        for (var line : answer.lines().toList()) {
            switch (line.strip()) {
                case "chassis power is on" -> {
                    return PowerReading.on("The controller says that the chassis power is on.");
                }
                case "chassis power is off" -> {
                    return PowerReading.off("The controller says that the chassis power is off.");
                }
                default -> {} // what -v tells besides
            }
        }
        throw new PowerException(
                ErrorCode.POWER_ANSWER_UNREADABLE,
                "%s answered neither on nor off, but: %s".formatted(Words.first(label()), Words.printable(answer)),
                "Ask the controller with ipmitool by hand; maybe it needs a reset or newer firmware.");
    }

    @Override
    public void order(PowerOrder order) throws PowerException {
        run(
                "chassis",
                "power",
                switch (order) {
                    case ON -> "on";
                    case SHUT_DOWN -> "soft";
                    case FORCE_OFF -> "off";
                });
    }

    /** By the command Get Power Reading of DCMI 1.5, section 6.6.1. */
    @Override
    public OptionalInt measuredWatts() throws PowerException {
        var result =
                tool.run(arguments("dcmi", "power", "reading"), settings.login().password());
        var said = result.output();
        if (result.status() != 0) {
            if (NO_DCMI.matcher(said).find()) {
                return OptionalInt.empty();
            }
            throw explain(said, result.took());
        }
        if (NOT_MEASURING.matcher(said).find()) {
            return OptionalInt.empty();
        }
        var watts = WATTS.matcher(said);
        if (!watts.find()) {
            throw new PowerException(
                    ErrorCode.POWER_ANSWER_UNREADABLE,
                    "%s answered with no power reading, but: %s".formatted(Words.first(label()), Words.printable(said)),
                    "Ask the controller with ipmitool by hand; maybe it needs a reset or newer firmware.");
        }
        return OptionalInt.of(Integer.parseInt(watts.group(1)));
    }

    private String run(String... command) throws PowerException {
        var result = tool.run(arguments(command), settings.login().password());
        if (result.status() == 0) {
            return result.output();
        }
        throw explain(result.output(), result.took());
    }

    /** {@code -v} so that it says which part of the handshake failed. */
    private List<String> arguments(String... command) {
        var options = List.of(
                "-v",
                "-I",
                "lanplus",
                "-H",
                address.getHostAddress(),
                "-p",
                Integer.toString(settings.endpoint().port()),
                "-U",
                settings.login().user(),
                "-E",
                "-L",
                "ADMINISTRATOR",
                "-C",
                Integer.toString(settings.cipherSuite()),
                "-N",
                ONE_TRY_SECONDS,
                "-R",
                TRIES);
        return Stream.concat(options.stream(), Stream.of(command)).toList();
    }

    private PowerException explain(String output, Duration took) {
        var said = output.toLowerCase(Locale.ROOT);
        var who = Words.first(label());
        if (said.contains("hmac is invalid") || said.contains("unauthorized name")) {
            return new PowerException(
                    ErrorCode.POWER_CREDENTIALS_REFUSED,
                    "%s does not accept user %s with this password."
                            .formatted(who, settings.login().user()),
                    "Check user and password, and that the user may use IPMI over LAN as ADMINISTRATOR.");
        }
        if (said.contains("insufficient") || said.contains("privilege")) {
            return new PowerException(
                    ErrorCode.POWER_CREDENTIALS_REFUSED,
                    "%s says that user %s may not do this."
                            .formatted(who, settings.login().user()),
                    "Give the user the privilege level ADMINISTRATOR on the LAN channel.");
        }
        if (said.contains("invalid authentication algorithm") || said.contains("no matching cipher suite")) {
            return new PowerException(
                    ErrorCode.POWER_ORDER_REFUSED,
                    "%s does not speak cipher suite %d.".formatted(who, settings.cipherSuite()),
                    "Set cipherSuite to %d; 17 is the stronger one.".formatted(settings.cipherSuite() == 17 ? 3 : 17));
        }
        if (said.contains("set chassis power control to") || said.contains("failed: ")) {
            return new PowerException(
                    ErrorCode.POWER_ORDER_REFUSED,
                    "%s refused: %s".formatted(who, Words.printable(output)),
                    "Look at the controller's own log.");
        }
        return new PowerException(
                ErrorCode.POWER_UNREACHABLE,
                "%s did not answer within %d ms.".formatted(who, took.toMillis()),
                "Check the address, that IPMI over LAN is on, and that UDP port %d is let through."
                        .formatted(settings.endpoint().port()));
    }
}
