package io.atoll.agent.network;

import io.atoll.agent.identity.AtomicFiles;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Which ports each VM of this host has, as files, so that an agent started anew knows what its guests may send. */
public final class PortRecords {
    private static final Logger LOG = LoggerFactory.getLogger(PortRecords.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}\\.json");

    private final Path folder;
    private final HostId host;

    public PortRecords(Path folder, HostId host) {
        this.folder = folder;
        this.host = host;
    }

    /** A port in a file. */
    private record Line(
            int index, String mac, int vlan, int mtuBytes, boolean antiSpoofing, List<String> allowedIpv4) {}

    public void write(VmId vm, List<GuestPort> ports) throws IOException {
        AtomicFiles.createPrivateFolder(folder);
        var lines = ports.stream().map(PortRecords::line).toList();
        AtomicFiles.write(file(vm), JSON.writeValueAsBytes(lines));
    }

    public void delete(VmId vm) throws IOException {
        Files.deleteIfExists(file(vm));
    }

    /** The VMs on record. */
    public List<VmId> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .map(name -> VmId.parse(name.substring(0, name.length() - ".json".length())))
                    .sorted()
                    .toList();
        }
    }

    /** The ports of a VM; none where nothing is known. */
    public List<GuestPort> read(VmId vm) throws IOException {
        if (!Files.exists(file(vm))) {
            return List.of();
        }
        try {
            var ports = new ArrayList<GuestPort>();
            for (var line : JSON.readValue(Files.readAllBytes(file(vm)), Line[].class)) {
                ports.add(port(vm, line));
            }
            return ports;
        } catch (JacksonException | IllegalArgumentException e) {
            LOG.warn("The record of a VM's ports cannot be read; they stay as they are vm={}", vm, e);
            return List.of();
        }
    }

    private Path file(VmId vm) {
        return folder.resolve(vm + ".json");
    }

    private static Line line(GuestPort port) {
        return new Line(
                port.index(),
                port.mac().toString(),
                port.segment().vlan(),
                port.segment().mtuBytes(),
                port.antiSpoofing(),
                port.allowedIpv4().stream().map(Ipv4::text).toList());
    }

    private GuestPort port(VmId vm, Line line) {
        return new GuestPort(
                host,
                vm,
                line.index(),
                new MacAddress(line.mac()),
                new GuestPort.Segment(line.vlan(), line.mtuBytes()),
                line.antiSpoofing(),
                line.allowedIpv4().stream().map(Ipv4::new).toList());
    }
}
