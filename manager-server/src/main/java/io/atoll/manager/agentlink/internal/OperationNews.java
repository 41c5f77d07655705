package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.Failed;
import io.atoll.agent.v1.HookResult;
import io.atoll.agent.v1.ImagesReport;
import io.atoll.agent.v1.IncomingReady;
import io.atoll.agent.v1.MigrationResult;
import io.atoll.agent.v1.Progress;
import io.atoll.agent.v1.RunRequest;
import io.atoll.agent.v1.VmReport;
import io.atoll.manager.agentlink.AgentOutcome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what an agent says of one operation: only what can be an answer to this very request is taken for one. */
final class OperationNews {
    private static final int MOST_HINTS = 10;
    /** Of 8 KiB of output; a line has a character at least, and an end. */
    private static final int MOST_LINES = 4_096;

    /** Files of eight disks, of twice as many as snapshots make. */
    private static final int MOST_IMAGES = 1_024;

    private static final int LONGEST_DETAIL = 1_000;
    private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int LAST_PORT = 65_535;
    private static final String UNREADABLE = "AGENT_ANSWER_UNREADABLE";
    private static final String UNEXPLAINED = "AGENT_FAILED";

    private OperationNews() {}

    /** Shown to people while they wait, so an odd figure is no reason to stop. */
    static Progress progress(Progress progress) {
        return PlainText.in(progress).toBuilder()
                .setPercent(Math.clamp(progress.getPercent(), 0, 100))
                .setBytesDone(Math.max(0, progress.getBytesDone()))
                .setBytesTotal(Math.max(0, progress.getBytesTotal()))
                .setBytesPerSecond(Math.max(0, progress.getBytesPerSecond()))
                .build();
    }

    static AgentOutcome failed(Failed failed) {
        return new AgentOutcome.Failed(
                PlainText.code(failed.getCode(), UNEXPLAINED),
                PlainText.of(failed.getDetail()),
                hints(failed.getHintsList()),
                failed.getRolledBack());
    }

    static List<String> hints(List<String> hints) {
        return hints.stream().limit(MOST_HINTS).map(PlainText::of).toList();
    }

    /** An answer that is none leaves open what happened: it counts as a failure that took nothing back. */
    static AgentOutcome done(RunRequest request, Done done) {
        return wrong(request, done)
                .<AgentOutcome>map(why -> new AgentOutcome.Failed(
                        UNREADABLE,
                        PlainText.of("The host says that it is done, but %s.".formatted(why)),
                        List.of("Look at the host: its agent is broken, or not what it says it is."),
                        false))
                .orElseGet(() -> new AgentOutcome.Completed(PlainText.in(done)));
    }

    private static Optional<String> wrong(RunRequest request, Done done) {
        return switch (request.getOperationCase()) {
            case START_VM -> vm(request.getStartVm().getSpec().getVmId(), done);
            case SHUTDOWN_VM -> vm(request.getShutdownVm().getVmId(), done);
            case STOP_VM -> vm(request.getStopVm().getVmId(), done);
            case RESET_VM -> vm(request.getResetVm().getVmId(), done);
            case PAUSE_VM -> vm(request.getPauseVm().getVmId(), done);
            case RESUME_VM -> vm(request.getResumeVm().getVmId(), done);
            case APPLY_DEVICES -> vm(request.getApplyDevices().getSpec().getVmId(), done);
            case ABORT_INCOMING -> vm(request.getAbortIncoming().getVmId(), done);
            case PREPARE_INCOMING ->
                done.hasIncoming()
                        ? endpoint(done.getIncoming())
                        : Optional.of("does not say where the VM is waited for");
            case MIGRATE_VM -> unless(isSound(done.getMigration()), "its figures cannot be");
            case ATTACH_POOL -> unless(ReportCheck.isSound(done.getPool()), "its pool cannot be");
            case RUN_HOOK -> unless(done.hasHook() && isSound(done.getHook()), "how the hook ended cannot be");
            case IMPORT_IMAGE -> unless(done.getImage().getVirtualSizeBytes() >= 0, "the image's size cannot be");
            case TAKE_SNAPSHOT ->
                unless(
                        done.hasSnapshot()
                                && done.getSnapshot().getStandstillMs() >= 0
                                && done.getSnapshot().getDetail().length() <= LONGEST_DETAIL,
                        "how the snapshot was taken cannot be");
            case SURVEY_IMAGES -> unless(done.hasImages() && isSound(done.getImages()), "the disks' files cannot be");
            case DETACH_POOL,
                    CREATE_IMAGES,
                    MERGE_IMAGES,
                    DELETE_DISK_IMAGE,
                    APPLY_NETWORKS,
                    CREATE_VOLUME,
                    WRITE_SPEC,
                    DELETE_VM,
                    DELETE_IMAGE,
                    SHUT_DOWN_HOST,
                    APPLY_VM_SHARES,
                    GROW_DISK,
                    DELETE_VOLUME,
                    OPERATION_NOT_SET -> Optional.empty();
        };
    }

    private static Optional<String> vm(String id, Done done) {
        if (!done.hasVm()) {
            return Optional.empty();
        }
        VmReport vm = done.getVm();
        return vm.getVmId().equals(id)
                ? ReportCheck.vm(vm)
                : Optional.of("it speaks of the VM \"%s\"".formatted(vm.getVmId()));
    }

    private static Optional<String> endpoint(IncomingReady incoming) {
        boolean sound = incoming.getPort() > 0
                && incoming.getPort() <= LAST_PORT
                && incoming.getAddress().length() < 256;
        return unless(sound, "nothing can listen at port " + Integer.toUnsignedString(incoming.getPort()));
    }

    private static boolean isSound(MigrationResult figures) {
        return figures.getTotalMs() >= 0 && figures.getDowntimeMs() >= 0 && figures.getTransferredBytes() >= 0;
    }

    private static boolean isSound(HookResult hook) {
        return hook.getOutputLinesCount() <= MOST_LINES && hook.getDurationMs() >= 0;
    }

    private static boolean isSound(ImagesReport report) {
        return report.getImagesCount() <= MOST_IMAGES
                && report.getImagesList().stream()
                        .allMatch(image -> isId(image.getImageId())
                                && isId(image.getBaseImageId())
                                && isId(image.getIntoImageId())
                                && image.getVirtualSizeBytes() >= 0
                                && image.getAllocatedBytes() >= 0);
    }

    private static boolean isId(String id) {
        return id.isEmpty() || IMAGE_ID.matcher(id).matches();
    }

    private static Optional<String> unless(boolean sound, String why) {
        return sound ? Optional.empty() : Optional.of(why);
    }
}
