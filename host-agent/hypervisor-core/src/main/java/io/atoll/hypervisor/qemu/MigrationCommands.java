package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The QMP commands that set a migration going on the source. */
final class MigrationCommands {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationCommands.class);

    /** QEMU knows no "unlimited" in all versions; this is 1 PiB per second. */
    private static final long NO_BANDWIDTH_LIMIT = 1L << 50;

    /**
     * Both ends are QEMU, so nothing older than TLS 1.3 is needed. Without the records that please old middleboxes a
     * handshake is up to 40 ms shorter: QEMU leaves Nagle's algorithm on, which holds back what follows such a record
     * until the other side's delayed acknowledgement.
     */
    static final String TLS_PRIORITY = "NORMAL:-VERS-ALL:+VERS-TLS1.3:%DISABLE_TLS13_COMPAT_MODE";

    private static final String TLS_ID = "migrationtls0";

    private MigrationCommands() {}

    static ObjectNode capabilities(String... names) {
        var arguments = StrictJson.object();
        var list = arguments.putArray("capabilities");
        for (var name : names) {
            list.addObject().put("capability", name).put("state", true);
        }
        return arguments;
    }

    static ObjectNode capability(String name, boolean on) {
        var arguments = StrictJson.object();
        arguments.putArray("capabilities").addObject().put("capability", name).put("state", on);
        return arguments;
    }

    /**
     * Sends the guest off. The return path makes the target's word that it has everything a condition of success;
     * auto-converge slows a guest down that writes faster than the network carries.
     */
    static void start(QemuRun run, MigrationRequest request) throws QmpException {
        run.execute("migrate-set-capabilities", capabilities("events", "return-path"));
        var policy = request.policy();
        run.execute("migrate-set-capabilities", capability("auto-converge", policy.autoConverge()));
        MemoryChannels.use(run, request.target().memoryChannels());
        var bandwidth = policy.bandwidthBytesPerSecond();
        var parameters = StrictJson.object()
                .put("max-bandwidth", bandwidth == 0 ? NO_BANDWIDTH_LIMIT : bandwidth)
                .put("downtime-limit", policy.pauseLadder().getFirst().toMillis())
                .put("tls-creds", "")
                .put("tls-hostname", "");
        var tls = request.tls();
        if (tls != null) {
            forgetCredentials(run); // of an attempt that QEMU refused before it began
            run.execute(
                    "object-add",
                    StrictJson.object()
                            .put("qom-type", "tls-creds-x509")
                            .put("id", TLS_ID)
                            .put("endpoint", "client")
                            .put("dir", tls.credentialsDirectory().toString())
                            .put("verify-peer", true)
                            .put("priority", TLS_PRIORITY));
            parameters.put("tls-creds", TLS_ID).put("tls-hostname", tls.serverName());
        }
        run.execute("migrate-set-parameters", parameters);
        var target = request.target();
        run.execute("migrate", StrictJson.object().put("uri", IncomingSetup.uri(target.address(), target.port())));
    }

    /** From now on the guest may stand still for so long. */
    static void allowPause(QemuRun run, Duration limit) throws QmpException {
        run.execute("migrate-set-parameters", StrictJson.object().put("downtime-limit", limit.toMillis()));
    }

    static void forgetCredentials(QemuRun run) {
        try {
            run.execute("object-del", StrictJson.object().put("id", TLS_ID));
        } catch (QmpException e) {
            LOG.trace("no credentials to forget", e);
        }
    }
}
