package io.atoll.agent.network;

import io.atoll.agent.identity.AtomicFiles;
import io.atoll.model.NetworkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The networks last applied, as a file, so that VMs can be started after a restart before the manager calls again. */
public final class NetworkRecord {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    public NetworkRecord(Path file) {
        this.file = file;
    }

    /** A network in the file. */
    private record Line(String id, String name, int vlan, int mtuBytes) {}

    public List<GuestNetwork> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Arrays.stream(JSON.readValue(Files.readAllBytes(file), Line[].class))
                    .map(line ->
                            new GuestNetwork(NetworkId.parse(line.id()), line.name(), line.vlan(), line.mtuBytes()))
                    .toList();
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException(
                    "%s cannot be read. Delete it; the manager applies the networks again.".formatted(file), e);
        }
    }

    public void write(List<GuestNetwork> networks) throws IOException {
        var lines = networks.stream()
                .map(network -> new Line(network.id().toString(), network.name(), network.vlan(), network.mtuBytes()))
                .toList();
        AtomicFiles.write(file, JSON.writeValueAsBytes(lines));
    }
}
