package io.atoll.agent.server;

import io.atoll.agent.operation.OperationRequest;
import io.atoll.agent.operation.OperationWork;
import io.atoll.agent.v1.RunRequest;
import io.atoll.model.LeaderEpoch;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Turns a request into an operation: what it is called, what it is about, and the work, with every value checked. */
final class OperationDecoder {
    private final VmOperations vms;
    private final HostOperations host;
    private final HookOperations hooks;
    private final ShareOperations shares;
    private final SnapshotOperations snapshots;

    OperationDecoder(
            VmOperations vms,
            HostOperations host,
            HookOperations hooks,
            ShareOperations shares,
            SnapshotOperations snapshots) {
        this.vms = vms;
        this.host = host;
        this.hooks = hooks;
        this.shares = shares;
        this.snapshots = snapshots;
    }

    static OperationRequest request(RunRequest request) {
        var content = request.toBuilder().clearLeaderEpoch().build();
        return new OperationRequest(
                request.getOperationId(),
                epoch(request.getLeaderEpoch()),
                request.getOperationCase().name().toLowerCase(Locale.ROOT),
                subject(request),
                sha256(content.toByteArray()));
    }

    /** The work, or a refusal of what was asked. */
    OperationWork work(RunRequest request) {
        return switch (request.getOperationCase()) {
            case START_VM -> vms.start(request.getStartVm());
            case SHUTDOWN_VM -> vms.shutdown(request.getShutdownVm());
            case STOP_VM -> vms.stop(request.getStopVm());
            case RESET_VM -> vms.reset(request.getResetVm());
            case PAUSE_VM -> vms.pause(request.getPauseVm());
            case RESUME_VM -> vms.resume(request.getResumeVm());
            case DELETE_VM -> vms.delete(request.getDeleteVm());
            case PREPARE_INCOMING -> vms.prepareIncoming(request.getPrepareIncoming());
            case MIGRATE_VM -> vms.migrate(request.getMigrateVm());
            case GROW_DISK -> vms.growDisk(request.getGrowDisk());
            case APPLY_DEVICES -> vms.applyDevices(request.getApplyDevices());
            case DELETE_VOLUME -> vms.deleteVolume(request.getDeleteVolume());
            case CREATE_IMAGES -> snapshots.createImages(request.getCreateImages());
            case TAKE_SNAPSHOT -> snapshots.take(request.getTakeSnapshot());
            case SURVEY_IMAGES -> snapshots.survey(request.getSurveyImages());
            case MERGE_IMAGES -> snapshots.merge(request.getMergeImages());
            case DELETE_DISK_IMAGE -> snapshots.deleteImage(request.getDeleteDiskImage());
            case ABORT_INCOMING -> vms.abortIncoming(request.getAbortIncoming());
            case ATTACH_POOL -> host.attachPool(request.getAttachPool());
            case DETACH_POOL -> host.detachPool(request.getDetachPool());
            case APPLY_NETWORKS -> host.applyNetworks(request.getApplyNetworks());
            case CREATE_VOLUME -> host.createVolume(request.getCreateVolume());
            case DELETE_IMAGE -> host.deleteImage(request.getDeleteImage());
            case IMPORT_IMAGE -> host.importImage(request.getImportImage());
            case WRITE_SPEC -> vms.writeSpec(request.getWriteSpec());
            case SHUT_DOWN_HOST -> host.shutDown(request.getShutDownHost());
            case RUN_HOOK -> hooks.run(request.getOperationId(), request.getRunHook());
            case APPLY_VM_SHARES -> shares.apply(request.getApplyVmShares());
            case OPERATION_NOT_SET ->
                throw Refusals.status(
                        io.atoll.agent.operation.RefusalCode.VALIDATION_FAILED,
                        "The request names no operation this agent knows.",
                        "Update the agent to the manager's version.");
        };
    }

    static LeaderEpoch epoch(long value) {
        if (value < 0) {
            throw Refusals.status(
                    io.atoll.agent.operation.RefusalCode.VALIDATION_FAILED, "The leader epoch must be below 2^63.");
        }
        return new LeaderEpoch(value);
    }

    /** For the log: checked before anything is logged as an id. */
    private static String subject(RunRequest request) {
        var text = switch (request.getOperationCase()) {
            case START_VM -> request.getStartVm().getSpec().getVmId();
            case SHUTDOWN_VM -> request.getShutdownVm().getVmId();
            case STOP_VM -> request.getStopVm().getVmId();
            case RESET_VM -> request.getResetVm().getVmId();
            case PAUSE_VM -> request.getPauseVm().getVmId();
            case RESUME_VM -> request.getResumeVm().getVmId();
            case DELETE_VM -> request.getDeleteVm().getVmId();
            case PREPARE_INCOMING -> request.getPrepareIncoming().getSpec().getVmId();
            case MIGRATE_VM -> request.getMigrateVm().getVmId();
            case GROW_DISK -> request.getGrowDisk().getVmId();
            case APPLY_DEVICES -> request.getApplyDevices().getSpec().getVmId();
            case DELETE_VOLUME -> request.getDeleteVolume().getVmId();
            case CREATE_IMAGES -> request.getCreateImages().getVmId();
            case TAKE_SNAPSHOT -> request.getTakeSnapshot().getSpec().getVmId();
            case SURVEY_IMAGES -> request.getSurveyImages().getVmId();
            case MERGE_IMAGES -> request.getMergeImages().getVmId();
            case DELETE_DISK_IMAGE -> request.getDeleteDiskImage().getVmId();
            case ABORT_INCOMING -> request.getAbortIncoming().getVmId();
            case ATTACH_POOL -> request.getAttachPool().getPoolId();
            case DETACH_POOL -> request.getDetachPool().getPoolId();
            case CREATE_VOLUME -> request.getCreateVolume().getVmId();
            case WRITE_SPEC -> request.getWriteSpec().getVmId();
            case DELETE_IMAGE -> request.getDeleteImage().getImageId();
            case IMPORT_IMAGE -> request.getImportImage().getImageId();
            case APPLY_NETWORKS, APPLY_VM_SHARES, SHUT_DOWN_HOST, RUN_HOOK, OPERATION_NOT_SET -> "host";
        };
        return text.matches("[0-9a-fA-F-]{36}|host") ? text : "?";
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
