package io.atoll.manager.inventory.internal.image;

import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.ImportImage;
import io.atoll.agent.v1.Progress;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Image.Content;
import io.atoll.manager.inventory.Image.Failure;
import io.atoll.manager.inventory.Image.SourceType;
import io.atoll.manager.inventory.Image.State;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.StepProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The steps that bring an image into its pool. Whichever fails, the image is left FAILED with the reason, and nothing else. */
final class ImageSteps {
    private static final String BUSY = "STORAGE_BUSY";

    private ImageSteps() {}

    /** What all these steps need. */
    @Component
    static class Shop {
        private final ImageChanges changes;
        private final ImageFetcher fetcher;
        private final ImageSpool spool;
        private final ImageHosts hosts;
        private final AgentLink agents;
        private final LeaderTransaction transaction;

        Shop(
                ImageChanges changes,
                ImageFetcher fetcher,
                ImageSpool spool,
                ImageHosts hosts,
                AgentLink agents,
                LeaderTransaction transaction) {
            this.changes = changes;
            this.fetcher = fetcher;
            this.spool = spool;
            this.hosts = hosts;
            this.agents = agents;
            this.transaction = transaction;
        }

        Image image(StepContext context) {
            return transaction.call(context.epoch(), () -> changes.lock(ImageTasks.imageId(context)));
        }

        /** Runs the body; a refusal is written to the image before the task learns of it. */
        StepOutcome guarded(StepContext context, Supplier<StepOutcome> body) {
            try {
                var outcome = body.get();
                if (outcome instanceof StepOutcome.Failed(var failure)) {
                    fail(context, failure.code(), failure.detail());
                }
                return outcome;
            } catch (AtollException e) {
                fail(context, e.code().name(), String.valueOf(e.getMessage()));
                throw e;
            }
        }

        private void fail(StepContext context, String code, String detail) {
            var failure = new Failure(code, detail);
            transaction.run(context.epoch(), () -> changes.change(ImageTasks.imageId(context), i -> i.failed(failure)));
        }

        /** No spool file, no file in the pool, and a reason in the image. */
        StepOutcome leaveNothing(StepContext context) {
            var id = ImageTasks.imageId(context);
            spool.remove(id);
            transaction.run(
                    context.epoch(),
                    () -> changes.change(
                            id,
                            image -> image.state() == State.FAILED
                                    ? image
                                    : image.failed(new Failure(
                                            "NOT_FINISHED",
                                            "The task ended before the image was there; it shows why."))));
            return StepOutcome.done();
        }
    }

    static Consumer<Progress> shown(StepContext context) {
        return progress -> context.progress(new StepProgress(
                progress.getPercent(),
                progress.getBytesDone(),
                progress.getBytesTotal(),
                progress.getBytesPerSecond(),
                progress.getPhase()));
    }

    /** Fetches the URL into the spool. */
    @Component
    static class Download implements StepHandler {
        private final Shop shop;

        Download(Shop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return ImageTasks.DOWNLOAD;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return shop.guarded(context, () -> {
                var content = shop.fetcher.fetch(shop.image(context), context);
                shop.transaction.run(
                        context.epoch(),
                        () -> shop.changes.change(ImageTasks.imageId(context), image -> image.holding(content)));
                return StepOutcome.done();
            });
        }

        @Override
        public StepOutcome undo(StepContext context) {
            return shop.leaveNothing(context);
        }
    }

    /** Sends the spool file to one host of the pool. */
    @Component
    static class Transfer implements StepHandler {
        private final Shop shop;

        Transfer(Shop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return ImageTasks.TRANSFER;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return shop.guarded(context, () -> {
                var image = shop.image(context);
                var content = present(image, context);
                var host = shop.hosts.choose(image.poolId(), context);
                if (host.isEmpty()) {
                    return ImageHosts.noHost(image);
                }
                context.remember(ImageHosts.HOST, host.get().toString());
                var header = ImageHeader.newBuilder()
                        .setOperationId(context.operation().toString())
                        .setLeaderEpoch(context.epoch().value())
                        .setPoolId(image.poolId().toString())
                        .setImageId(image.id().toString())
                        .setFormat(image.format().name().toLowerCase(Locale.ROOT))
                        .setSizeBytes(content.sizeBytes())
                        .setSha256(content.sha256())
                        .build();
                try (var bytes = Files.newInputStream(shop.spool.file(image.id()))) {
                    return unlessBusy(shop.agents.writeImage(host.get(), header, bytes, shown(context)));
                } catch (IOException _) {
                    return StepOutcome.failed("SPACE_EXHAUSTED", "The image's file on the manager cannot be read.");
                }
            });
        }

        /** The host may still be letting go of an attempt that a former leader began: that passes. */
        private static StepOutcome unlessBusy(AgentOutcome outcome) {
            var step = AgentAnswers.toStep(outcome);
            return step instanceof StepOutcome.Failed(var failure)
                            && failure.code().equals(BUSY)
                    ? StepOutcome.unavailable(BUSY, failure.detail())
                    : step;
        }

        /** The manager may have changed since the file came: then a URL is fetched again, and an upload is lost. */
        private Content present(Image image, StepContext context) {
            var content = image.content();
            if (content != null && shop.spool.holds(image.id())) {
                return content;
            }
            if (image.source().type() == SourceType.UPLOAD) {
                throw new AtollException(
                        ErrorCode.IMAGE_WRONG_STATE,
                        "The uploaded file stayed on a manager that no longer leads. Upload it again.");
            }
            var again = shop.fetcher.fetch(image, context);
            shop.transaction.run(
                    context.epoch(), () -> shop.changes.change(image.id(), before -> before.holding(again)));
            return again;
        }

        @Override
        public StepOutcome undo(StepContext context) {
            var outcome = shop.hosts.deleteFiles(shop.image(context), context);
            shop.leaveNothing(context);
            return outcome;
        }
    }

    /** The host checks the bytes once more and makes the image VMs are cloned from. */
    @Component
    static class Convert implements StepHandler {
        private final Shop shop;

        Convert(Shop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return ImageTasks.IMPORT;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return shop.guarded(context, () -> {
                var image = shop.image(context);
                var host = shop.hosts.choose(image.poolId(), context);
                if (host.isEmpty()) {
                    return ImageHosts.noHost(image);
                }
                var request = ImportImage.newBuilder()
                        .setPoolId(image.poolId().toString())
                        .setImageId(image.id().toString())
                        .setFormat(image.format().name().toLowerCase(Locale.ROOT))
                        .build();
                var outcome = shop.agents.run(
                        host.get(),
                        context.operation().toString(),
                        context.epoch(),
                        run -> run.setImportImage(request),
                        shown(context));
                if (outcome instanceof AgentOutcome.Completed(var result)) {
                    finish(context, result.getImage().getVirtualSizeBytes());
                }
                return AgentAnswers.toStep(outcome);
            });
        }

        private void finish(StepContext context, long virtualSizeBytes) {
            var id = ImageTasks.imageId(context);
            shop.transaction.run(
                    context.epoch(),
                    () -> shop.changes.change(id, image -> {
                        var content = Optional.ofNullable(image.content()).orElseThrow();
                        return image.in(State.READY)
                                .holding(new Content(content.sizeBytes(), content.sha256(), virtualSizeBytes));
                    }));
            shop.spool.remove(id);
        }
    }

    /** The image's files go from the pool. */
    @Component
    static class RemoveFiles implements StepHandler {
        private final Shop shop;

        RemoveFiles(Shop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return ImageTasks.REMOVE;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var image = shop.image(context);
            shop.spool.remove(image.id());
            return image.content() == null ? StepOutcome.done() : shop.hosts.deleteFiles(image, context);
        }

        @Override
        public StepOutcome undo(StepContext context) {
            shop.transaction.run(
                    context.epoch(),
                    () -> shop.changes.change(
                            ImageTasks.imageId(context),
                            image -> image.failed(new Failure("IN_USE", "The image could not be deleted."))));
            return StepOutcome.done();
        }
    }

    /** The image goes from the inventory. */
    @Component
    static class Forget implements StepHandler {
        private final Shop shop;

        Forget(Shop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return ImageTasks.FORGET;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            shop.transaction.run(context.epoch(), () -> shop.changes.delete(ImageTasks.imageId(context)));
            return StepOutcome.done();
        }
    }
}
