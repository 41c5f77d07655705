package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.qmp.StrictJson.MalformedJsonException;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.GuestCpuFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Asks QEMU itself what processor it can give a guest here: it knows what the accelerator, the kernel and the processor have in
 * common, which /proc/cpuinfo does not. The process that is asked has no machine and ends with the answer.
 */
final class CpuProbe {

    private static final int ANSWER_SECONDS = 20;
    private static final int MAX_OUTPUT_BYTES = 8 << 20;
    private static final int MAX_MODELS = 1000;

    private CpuProbe() {}

    /** What the processor of a guest can be. */
    record Answer(CpuFeatureSet features, List<String> models) {}

    /** Fails with an IOException that says why nothing was learned. */
    static Answer ask(Path binary, Accelerator accelerator) throws IOException {
        var features = new TreeSet<String>();
        var models = new TreeSet<String>();
        for (var line : talk(binary, accelerator)) {
            var answer = parse(line).path("return");
            readFeatures(answer.path("model").path("props"), features);
            for (var model : answer) {
                var name = model.path("name").asString("");
                var unavailable = model.path("unavailable-features");
                if (!name.isEmpty() && unavailable.isArray() && unavailable.isEmpty() && models.size() < MAX_MODELS) {
                    models.add(name);
                }
            }
        }
        if (features.isEmpty() || models.isEmpty()) {
            throw new IOException(
                    "%s does not tell what processors it can give guests with %s".formatted(binary, accelerator));
        }
        return new Answer(new CpuFeatureSet(features), List.copyOf(models));
    }

    private static void readFeatures(JsonNode properties, Set<String> features) {
        Stream.of(GuestCpuFeatures.ALL, GuestCpuFeatures.NESTED)
                .flatMap(set -> set.names().stream())
                .filter(name -> properties
                        .path(GuestCpuFeatures.qemuName(name).orElseThrow())
                        .asBoolean(false))
                .forEach(features::add);
    }

    private static JsonNode parse(String line) throws IOException {
        try {
            var bytes = line.getBytes(StandardCharsets.UTF_8);
            return StrictJson.parse(bytes, 0, bytes.length);
        } catch (MalformedJsonException e) {
            throw new IOException("QEMU said what is not JSON: " + Text.printable(line, 200), e);
        }
    }

    /** The lines QEMU answered; the process has ended. */
    private static List<String> talk(Path binary, Accelerator accelerator) throws IOException {
        var kvm = accelerator == Accelerator.KVM;
        var process = new ProcessBuilder(
                        binary.toString(),
                        "-nodefaults",
                        "-no-user-config",
                        "-S",
                        "-machine",
                        "none",
                        "-accel",
                        kvm ? "kvm" : "tcg",
                        "-display",
                        "none",
                        "-qmp",
                        "stdio")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var limit = CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS);
        limit.execute(process::destroyForcibly);
        try (var input = process.outputWriter(StandardCharsets.UTF_8);
                var output = process.getInputStream()) {
            for (var command : commands(kvm ? "host" : "max")) {
                input.write(command);
                input.newLine();
            }
            input.flush();
            var text = new String(output.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> commands(String everything) {
        var model = StrictJson.object().put("type", "full");
        model.putObject("model").put("name", everything);
        var commands = new ArrayList<String>();
        commands.add(StrictJson.write(StrictJson.object().put("execute", "qmp_capabilities")));
        var expansion = StrictJson.object().put("execute", "query-cpu-model-expansion");
        expansion.set("arguments", model);
        commands.add(StrictJson.write(expansion));
        commands.add(StrictJson.write(StrictJson.object().put("execute", "query-cpu-definitions")));
        commands.add(StrictJson.write(StrictJson.object().put("execute", "quit")));
        return commands;
    }
}
