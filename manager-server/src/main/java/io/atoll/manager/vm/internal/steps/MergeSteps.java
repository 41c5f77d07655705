package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.DeleteDiskImage;
import io.atoll.agent.v1.MergeImages;
import io.atoll.agent.v1.RunRequest;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.snapshot.ImageTree;
import io.atoll.manager.vm.internal.snapshot.ImageTree.Action;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord;
import io.atoll.manager.vm.internal.snapshot.SnapshotStore;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Merges and removes files of a VM's disks that nobody needs, one after the other, until there are none. What is there is looked at
 * anew before each; a merge that was begun is followed to its end first, also by another manager.
 */
final class MergeSteps {
    private MergeSteps() {}

    /** One merge or removal, as it was decided; the same request on every attempt. */
    record Begun(int number, String host, int disk, String kind, String upper, String lower) {
        static final Begun NONE = new Begun(0, "", 0, "", "", "");

        static Begun of(int number, HostId host, int disk, Action action) {
            return switch (action) {
                case Action.Delete(var image) -> new Begun(number, host.toString(), disk, "DELETE", image, "");
                case Action.Commit(var upper, var lower) ->
                    new Begun(number, host.toString(), disk, "COMMIT", upper, lower);
                case Action.Pull(var upper, var lower) ->
                    new Begun(number, host.toString(), disk, "PULL", upper, lower);
            };
        }
    }

    /** The whole of it. */
    @Component
    static class Merge implements StepHandler {
        private static final String BEGUN = "mergeBegun";
        private static final String COUNT = "mergeCount";
        private static final String FAILURES = "mergeFailures";
        private static final int MOST_FAILURES = 3;
        private static final Duration AGAIN = Duration.ofSeconds(1);

        private final Workshop shop;
        private final SnapshotStore snapshots;
        private final DiskFiles files;

        Merge(Workshop shop, SnapshotStore snapshots, DiskFiles files) {
            this.shop = shop;
            this.snapshots = snapshots;
            this.files = files;
        }

        @Override
        public String name() {
            return Names.MERGE_IMAGES;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            while (!context.cancelRequested()) {
                var vm = shop.vm(context);
                var outcome = finishBegun(context, vm);
                if (outcome != null) {
                    return outcome;
                }
                switch (files.look(context, vm)) {
                    case DiskFiles.Look.Unseen(var why) -> {
                        return why;
                    }
                    case DiskFiles.Look.Seen(var trees, var _) -> {
                        if (files.follow(context, vm, trees)) {
                            continue; // what is needed has other names now
                        }
                        files.figures(context, vm, trees);
                        var begun = begin(context, vm, trees);
                        if (begun.isEmpty()) {
                            return trees.values().stream().allMatch(ImageTree::isComplete)
                                    ? settled(context, vm)
                                    : lost(vm);
                        }
                    }
                }
            }
            return StepOutcome.failed(
                    "CANCELLED",
                    "The merge was cancelled; the disks read as before, and what is left can be merged later.");
        }

        /** Decides what is done next, and remembers it before it is done. */
        private Optional<Begun> begin(StepContext context, VmRecord vm, SortedMap<Integer, ImageTree> trees) {
            for (var tree : trees.entrySet()) {
                var action = tree.getValue().next();
                var host = DeviceSteps.host(shop, vm);
                if (action.isPresent() && host.isPresent()) {
                    int number = context.recall(COUNT, Integer.class).orElse(0) + 1;
                    context.remember(COUNT, number);
                    var begun = Begun.of(number, host.get(), tree.getKey(), action.get());
                    context.remember(BEGUN, begun);
                    return Optional.of(begun);
                }
            }
            return Optional.empty();
        }

        /** Null: nothing is under way any more. */
        private @Nullable StepOutcome finishBegun(StepContext context, VmRecord vm) {
            var begun = context.recall(BEGUN, Begun.class).orElse(Begun.NONE);
            if (begun.number() == 0) {
                return null;
            }
            if (begun.kind().equals("DELETE")) {
                // Names that the spec beside the disks still goes by must not be taken from under it.
                var kept = files.keepSpec(context);
                if (!(kept instanceof StepOutcome.Done)) {
                    return kept;
                }
            }
            var host = HostId.parse(begun.host());
            if (!host.equals(vm.status().host()) && !shop.isReady(host)) {
                context.remember(BEGUN, Begun.NONE); // it died; what it did is seen by whoever looks
                return null;
            }
            var outcome = shop.run(context, host, ":merge" + begun.number(), run -> request(run, vm, begun));
            return switch (outcome) {
                case AgentOutcome.Completed _ -> {
                    context.remember(BEGUN, Begun.NONE);
                    yield null;
                }
                case AgentOutcome.Unavailable _ -> AgentAnswers.toStep(outcome);
                case AgentOutcome.Refused _, AgentOutcome.Failed _ -> failed(context, outcome);
            };
        }

        private StepOutcome failed(StepContext context, AgentOutcome outcome) {
            context.remember(BEGUN, Begun.NONE);
            int failures = context.recall(FAILURES, Integer.class).orElse(0) + 1;
            context.remember(FAILURES, failures);
            var why = AgentAnswers.toStep(outcome);
            if (failures < MOST_FAILURES) {
                return StepOutcome.running(0, AgentAnswers.explain(outcome), AGAIN);
            }
            if (!context.kind().equals(VmTaskKind.DELETE_SNAPSHOT.kind())) {
                context.result("filesLeft", AgentAnswers.explain(outcome)); // what was asked for is done
                return StepOutcome.done();
            }
            return why;
        }

        private static void request(RunRequest.Builder run, VmRecord vm, Begun begun) {
            if (begun.kind().equals("DELETE")) {
                run.setDeleteDiskImage(DeleteDiskImage.newBuilder()
                        .setVmId(vm.id().toString())
                        .setEpoch(DeviceSteps.epoch(vm))
                        .setPoolId(vm.spec().poolId().toString())
                        .setDiskIndex(begun.disk())
                        .setImageId(begun.upper()));
            } else {
                run.setMergeImages(MergeImages.newBuilder()
                        .setVmId(vm.id().toString())
                        .setEpoch(DeviceSteps.epoch(vm))
                        .setPoolId(vm.spec().poolId().toString())
                        .setDiskIndex(begun.disk())
                        .setUpperImageId(begun.upper())
                        .setLowerImageId(begun.lower())
                        .setCommit(begun.kind().equals("COMMIT")));
            }
        }

        private static StepOutcome lost(VmRecord vm) {
            return StepOutcome.failed(
                    "VOLUME_NOT_FOUND",
                    "Not all files of the disks of VM %s that are needed were found; nothing else of them is touched."
                            .formatted(vm.name()),
                    "Look at the VM's folder in its pool; restore what is missing.");
        }

        /** Snapshots that were to go are gone. */
        private StepOutcome settled(StepContext context, VmRecord vm) {
            return shop.transact(context, () -> {
                snapshots.of(vm.id()).stream()
                        .filter(one -> one.state() == SnapshotRecord.State.DELETING)
                        .forEach(one -> snapshots.forget(vm.id(), one.id()));
                shop.books().changes().touch(vm.id());
                return StepOutcome.done();
            });
        }

        @Override
        public void interrupt(OperationId operation, StepContext context) {
            var begun = context.recall(BEGUN, Begun.class).orElse(Begun.NONE);
            if (begun.number() != 0) {
                shop.cancel(context, HostId.parse(begun.host()), ":merge" + begun.number());
            }
        }
    }
}
