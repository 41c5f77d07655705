package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.problem.ErrorCode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** DMTF Redfish (DSP0266), schema ComputerSystem: {@code PowerState} and the action {@code ComputerSystem.Reset}. */
public final class RedfishDriver implements PowerDriver {
    private static final String SYSTEMS = "/redfish/v1/Systems";
    private static final String RESET = "#ComputerSystem.Reset";
    private static final long TASK_LOOK_MS = 250;
    private static final int SHOWN_SYSTEMS = 8;

    private final Redfish settings;
    private final InetAddress address;
    private final Duration limit;

    RedfishDriver(Redfish settings, InetAddress address, Duration limit) {
        this.settings = settings;
        this.address = address;
        this.limit = limit;
    }

    @Override
    public String label() {
        return "the Redfish controller " + settings.endpoint();
    }

    @Override
    public PowerReading read() throws PowerException {
        try (var connection = connect()) {
            return reading(connection, system(connection));
        }
    }

    @Override
    public void order(PowerOrder order) throws PowerException {
        try (var connection = connect()) {
            var system = system(connection);
            var reset = system.path("Actions").path(RESET);
            var type = resetType(order, allowed(connection, reset));
            var answer = connection.post(connection.checked(reset.path("target")), Map.of("ResetType", type));
            if (answer.status() == 202) {
                follow(connection, answer, type);
            } else if (!answer.isSuccess()) {
                throw refused("status %d%s".formatted(answer.status(), connection.words(answer)), type);
            }
        }
    }

    @Override
    public OptionalInt measuredWatts() throws PowerException {
        try (var connection = connect()) {
            return RedfishWatts.of(connection, system(connection));
        }
    }

    private RedfishConnection connect() throws PowerException {
        var connection = new RedfishConnection(settings, address, limit, label());
        try {
            connection.open();
            return connection;
        } catch (PowerException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private JsonNode system(RedfishConnection connection) throws PowerException {
        var path = settings.systemPath();
        return connection.get(path == null ? onlySystem(connection) : path);
    }

    private String onlySystem(RedfishConnection connection) throws PowerException {
        var members = connection.get(SYSTEMS).path("Members");
        if (members.size() == 1) {
            return connection.checked(members.path(0).path("@odata.id"));
        }
        var names = members.valueStream()
                .limit(SHOWN_SYSTEMS)
                .map(member -> Words.printable(member.path("@odata.id").asString("")))
                .toList();
        throw new PowerException(
                ErrorCode.POWER_ANSWER_UNREADABLE,
                "%s has %d systems (%s), and nobody said which of them is the host."
                        .formatted(Words.first(label()), members.size(), String.join(", ", names)),
                "Set systemPath to the one that is the host.");
    }

    private PowerReading reading(RedfishConnection connection, JsonNode system) throws PowerException {
        var state = system.path("PowerState");
        var text = state.isString() ? state.asString() : "";
        var detail = "The controller says that the power state is %s.".formatted(text);
        return switch (text) {
            case "On" -> PowerReading.on(detail);
            case "Off" -> PowerReading.off(detail);
            case "PoweringOn", "PoweringOff", "Paused" -> PowerReading.unknown(detail);
            default ->
                throw connection.unreadable(
                        "Its power state is none that Redfish knows: " + Words.printable(state.toString()));
        };
    }

    /** What the controller offers; empty where it does not say. */
    private SortedSet<String> allowed(RedfishConnection connection, JsonNode reset) throws PowerException {
        var values = reset.path("ResetType@Redfish.AllowableValues");
        if (!values.isArray() && reset.has("@Redfish.ActionInfo")) {
            var info = connection.get(connection.checked(reset.path("@Redfish.ActionInfo")));
            values = info.path("Parameters")
                    .valueStream()
                    .filter(parameter -> parameter.path("Name").asString("").equals("ResetType"))
                    .findFirst()
                    .map(parameter -> parameter.path("AllowableValues"))
                    .orElse(values);
        }
        var names = new TreeSet<String>();
        values.valueStream().filter(JsonNode::isString).forEach(value -> names.add(value.asString()));
        return names;
    }

    private String resetType(PowerOrder order, SortedSet<String> allowed) throws PowerException {
        var wanted = switch (order) {
            case ON -> List.of("On", "ForceOn");
            case SHUT_DOWN -> List.of("GracefulShutdown");
            case FORCE_OFF -> List.of("ForceOff");
        };
        for (var type : wanted) {
            if (allowed.isEmpty() || allowed.contains(type)) {
                return type;
            }
        }
        throw new PowerException(
                ErrorCode.POWER_ORDER_REFUSED,
                "%s does not offer %s; it offers: %s."
                        .formatted(
                                Words.first(label()),
                                String.join(" or ", wanted),
                                Words.printable(String.join(", ", allowed))),
                order == PowerOrder.SHUT_DOWN
                        ? "Use the mode FORCE, or shut the host down from within."
                        : "Look at the controller's settings for remote power control.");
    }

    /** An order that the controller carries out as a task of its own: its failure is told, its success is for readings. */
    private void follow(RedfishConnection connection, RedfishConnection.Answer answer, String type)
            throws PowerException {
        var monitor =
                answer.headers().firstValue("Location").map(connection::ownPath).orElse(null);
        if (monitor == null) {
            return;
        }
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            var task = connection.get(monitor);
            switch (task.path("TaskState").asString("")) {
                case "Exception", "Killed", "Cancelled", "Interrupted" ->
                    throw refused(
                            "its task ended as "
                                    + Words.printable(task.path("TaskState").asString("")),
                            type);
                case "New", "Starting", "Running", "Pending", "Suspended" ->
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TASK_LOOK_MS));
                default -> {
                    return;
                }
            }
        }
    }

    private PowerException refused(String how, String type) {
        return new PowerException(
                ErrorCode.POWER_ORDER_REFUSED,
                "%s refused %s: %s.".formatted(Words.first(label()), type, how),
                "Look at the controller's own log.");
    }
}
