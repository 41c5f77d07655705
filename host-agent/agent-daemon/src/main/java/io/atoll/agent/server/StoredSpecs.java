package io.atoll.agent.server;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.agent.v1.StoredSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.atoll.agent.vm.VmPlan;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageProblem;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signed spec beside a VM's disks: what any host needs to start the VM while manager and database are away. Nothing is
 * written or read that the installation's authority did not sign for this VM.
 */
public final class StoredSpecs {
    private static final Logger LOG = LoggerFactory.getLogger(StoredSpecs.class);
    private static final int TRIES = 20;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final AttachedPools pools;
    private final LiveTrust trust;
    private final String installationId;

    public StoredSpecs(AttachedPools pools, LiveTrust trust, String installationId) {
        this.pools = pools;
        this.trust = trust;
        this.installationId = installationId;
    }

    /** What is in the bytes, if it is genuine and about this VM; else refused with SPEC_REFUSED. */
    StoredSpec require(VmId vm, byte[] file) {
        try {
            return read(vm, file);
        } catch (SpecFiles.NotGenuineException e) {
            throw new RefusedException(
                    RefusalCode.SPEC_REFUSED,
                    "The spec of VM %s is refused: %s.".formatted(vm, e.getMessage()),
                    "Let the manager write it anew; find out who changed it.");
        }
    }

    /** The genuine spec beside the VM's disks; empty where there is none, refused with SPEC_REFUSED where it is not to be trusted. */
    Optional<StoredSpec> find(PoolId pool, VmId vm) {
        return pools.require(pool).vms().readSpec(vm).map(file -> require(vm, file));
    }

    /**
     * How the VM is to run by the genuine spec beside its disks, while no manager is there to say so. One that is not the file
     * the manager named last is used all the same, and said: it is genuine, and a VM that runs is better than none.
     */
    public VmPlan plan(PoolId pool, VmId vm, String expectedSha256) {
        var file = pools.require(pool)
                .vms()
                .readSpec(vm)
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.SPEC_REFUSED,
                        "There is no spec of VM %s beside its disks.".formatted(vm),
                        "Let the manager write it anew."));
        var plan = VmSpecReader.read(require(vm, file).getSpec());
        if (!sha256(file).equals(expectedSha256)) {
            LOG.warn("The spec beside the disks is genuine, but not the one the manager named last vm={}", vm);
        }
        return plan;
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /**
     * Writes a genuine file beside the disks, unless what lies there is newer: of a later epoch, or of the same and a later
     * revision. A file that is not genuine is replaced by any that is.
     */
    void keep(PoolId pool, VmId vm, byte[] file) {
        var spec = require(vm, file);
        if (!PoolId.parse(spec.getSpec().getPoolId()).equals(pool)) {
            throw new RefusedException(
                    RefusalCode.SPEC_REFUSED,
                    "The spec of VM %s is for the pool %s, not for %s."
                            .formatted(vm, spec.getSpec().getPoolId(), pool));
        }
        var written = whenFree(() -> pools.require(pool)
                .vms()
                .replaceSpec(
                        vm,
                        file,
                        present ->
                                present.map(bytes -> isOlder(vm, bytes, spec)).orElse(true)));
        LOG.debug("Spec of vm={} epoch={} written={}", vm, spec.getEpoch(), written);
    }

    private boolean isOlder(VmId vm, byte[] present, StoredSpec wanted) {
        try {
            var there = read(vm, present);
            return there.getEpoch() != wanted.getEpoch()
                    ? there.getEpoch() < wanted.getEpoch()
                    : there.getRevision() < wanted.getRevision();
        } catch (SpecFiles.NotGenuineException e) {
            LOG.warn("The spec beside the disks of vm={} was not genuine and is replaced: {}", vm, e.getMessage());
            return true;
        }
    }

    private StoredSpec read(VmId vm, byte[] file) throws SpecFiles.NotGenuineException {
        var stored = SpecFiles.read(file, this::isGenuine);
        if (!stored.getInstallationId().equals(installationId)) {
            throw new SpecFiles.NotGenuineException("it is of another installation");
        }
        if (!stored.getSpec().getVmId().equals(vm.toString())) {
            throw new SpecFiles.NotGenuineException("it is about another VM");
        }
        return stored;
    }

    private boolean isGenuine(byte[] content, byte[] signature) {
        return trust.current().authorities().stream().anyMatch(authority -> {
            try {
                var check = Signature.getInstance("SHA256withECDSA");
                check.initVerify(authority.getPublicKey());
                check.update(SpecFiles.signed(content));
                return check.verify(signature);
            } catch (GeneralSecurityException _) {
                return false; // Not even a signature.
            }
        });
    }

    /** Another host may hold the folder for a moment. */
    private static boolean whenFree(BooleanSupplier work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.getAsBoolean();
            } catch (StorageException e) {
                if (e.problem() != StorageProblem.STORAGE_BUSY || tries == TRIES) {
                    throw e;
                }
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new RefusedException(RefusalCode.CANCELLED, "Writing the VM's spec was cancelled.");
            }
        }
    }
}
