package io.atoll.ha.sim.scenario;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A result as JSON (ha-monitor/docs/scenarios.md). Written by hand: there is no library in this module. */
public final class ResultJson {
    private static final long NS_PER_MS = 1_000_000L;

    private final StringBuilder out = new StringBuilder();

    private ResultJson() {}

    public static String of(ScenarioResult result) {
        var json = new ResultJson();
        json.out.append("{\"ranMs\":").append(result.ranNs() / NS_PER_MS);
        json.list("hosts", result.hosts(), ResultJson::host);
        json.list("vms", result.vms(), ResultJson::vm);
        json.list("restarts", result.restarts(), ResultJson::restart);
        json.list("violations", result.violations(), ResultJson::violation);
        return json.out.append('}').toString();
    }

    private <T> void list(String name, Iterable<T> values, BiConsumer<ResultJson, T> writer) {
        out.append(",\"").append(name).append("\":[");
        var first = true;
        for (var value : values) {
            if (!first) {
                out.append(',');
            }
            first = false;
            out.append('{');
            writer.accept(this, value);
            out.append('}');
        }
        out.append(']');
    }

    private static void host(ResultJson json, ScenarioResult.HostEnd host) {
        json.text("name", host.name()).and().text("state", host.state());
    }

    private static void vm(ResultJson json, ScenarioResult.VmEnd vm) {
        json.text("name", vm.name()).and().text("state", vm.state()).and().text("host", vm.host());
        json.and().number("epoch", vm.epoch()).and();
        json.out.append("\"protected\":").append(vm.isProtected());
    }

    private static void restart(ResultJson json, io.atoll.ha.sim.cluster.Restarts.Restart restart) {
        json.text("vm", restart.vm()).and().text("from", restart.from()).and().text("to", restart.to());
        json.and().number("epoch", restart.epoch());
        json.and().number("decidedMs", restart.decidedNs() / NS_PER_MS).and();
        json.out.append("\"runningMs\":").append(restart.runningNs() < 0 ? "null" : restart.runningNs() / NS_PER_MS);
        json.and().text("reason", restart.reason());
    }

    private static void violation(ResultJson json, io.atoll.ha.sim.check.Violation violation) {
        json.text("kind", violation.kind().name()).and().number("atMs", violation.timeNs() / NS_PER_MS);
        json.and().text("text", violation.text());
    }

    private ResultJson and() {
        out.append(',');
        return this;
    }

    private ResultJson number(String name, long value) {
        out.append('"').append(name).append("\":").append(value);
        return this;
    }

    private ResultJson text(String name, @Nullable String value) {
        out.append('"').append(name).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            out.append('"').append(escaped(value)).append('"');
        }
        return this;
    }

    /** The text of a JSON string, without its quotes. */
    public static String escaped(String value) {
        var escaped = new StringBuilder();
        for (var index = 0; index < value.length(); index++) {
            var character = value.charAt(index);
            if (character == '"' || character == '\\') {
                escaped.append('\\').append(character);
            } else if (character < ' ') {
                escaped.append("\\u%04x".formatted((int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }
}
