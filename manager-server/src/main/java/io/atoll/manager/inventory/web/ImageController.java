package io.atoll.manager.inventory.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.MutationNotes;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.cluster.LeaderRelay;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.inventory.internal.image.ImageService;
import io.atoll.manager.inventory.internal.image.ImageUploads;
import io.atoll.manager.inventory.internal.view.ImageViews;
import io.atoll.manager.inventory.internal.view.ImageViews.Spec;
import io.atoll.manager.inventory.internal.view.ImageViews.Status;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.ImageId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Disk images. */
@RestController
@Tag(name = "images")
class ImageController {
    private final ImageService images;
    private final ImageUploads uploads;
    private final ImageViews views;
    private final TaskAnswers answers;
    private final LeaderRelay leader;

    ImageController(
            ImageService images, ImageUploads uploads, ImageViews views, TaskAnswers answers, LeaderRelay leader) {
        this.leader = leader;
        this.images = images;
        this.uploads = uploads;
        this.views = views;
        this.answers = answers;
    }

    record SourceRequest(
            @Nullable String type,
            @Nullable String url,
            @Nullable String sha256) {
        static final SourceRequest NOTHING = new SourceRequest(null, null, null);
    }

    record SpecRequest(
            @Nullable String poolId,
            @Nullable String description,
            @Nullable String format,
            @Nullable SourceRequest source,
            @Nullable String sha256,
            @Nullable String osHint) {
        static final SpecRequest NOTHING = new SpecRequest(null, null, null, null, null, null);

        ImageService.Draft draft() {
            var from = source == null ? SourceRequest.NOTHING : source;
            return new ImageService.Draft(
                    poolId, format, from.type, from.url, from.sha256 == null ? sha256 : from.sha256, osHint);
        }
    }

    record ImageRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecRequest spec) {
        SpecRequest said() {
            return spec == null ? SpecRequest.NOTHING : spec;
        }

        NamingPatch naming() {
            return new NamingPatch(name, labels, said().description);
        }
    }

    /** What may change of an image. */
    record ImagePatch(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecPatch spec) {}

    record SpecPatch(@Nullable String description) {}

    /** An image and the task that fetches it. */
    record ImageAndTask(@Nullable ObjectView<Spec, Status> image, TaskView task) {}

    @GetMapping("/api/v1/images")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listImages", summary = "All images")
    Page<ObjectView<Spec, Status>> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/images/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getImage", summary = "One image")
    ObjectView<Spec, Status> get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/images")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "createImage",
            summary = "Make an image: by URL (202 with a task), or to be uploaded (201 with its uploadUrl)")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "ObjectViewImageSpecImageStatus")))
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ImageAndTask.class)))
    ResponseEntity<?> create(
            @RequestBody ImageRequest request, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        var submitted = images.create(request.naming(), request.said().draft(), caller.name());
        var task = submitted.task();
        if (task == null) {
            return ResponseEntity.created(URI.create("/api/v1/images/" + submitted.image()))
                    .body(found(submitted.image().value(), caller));
        }
        return answers.answer(
                task,
                wait,
                view -> new ImageAndTask(
                        views.find(submitted.image(), caller::may).orElse(null), view));
    }

    @PutMapping(path = "/api/v1/images/{id}/content", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @OutsideTransaction(because = "it receives the upload, which takes as long as the client sends")
    @Operation(operationId = "uploadImage", summary = "Upload an image's bytes")
    @Nullable
    ResponseEntity<TaskView> upload(
            @PathVariable UUID id,
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller)
            throws IOException {
        found(id, caller);
        if (leader.applies()) {
            MutationNotes.detail(request, "handed on to the leader");
            leader.relay(request, response);
            return null; // the leader's answer is written already
        }
        var task = uploads.receive(
                new ImageId(id), request.getContentLengthLong(), request.getInputStream(), caller.name());
        return answers.answer(task, wait);
    }

    @PatchMapping("/api/v1/images/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateImage", summary = "Name or label an image")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ImagePatch request,
            Caller caller) {
        var description = request.spec == null ? null : request.spec.description;
        images.rename(
                new ImageId(id), new IfMatch(ifMatch), new NamingPatch(request.name, request.labels, description));
        return found(id, caller);
    }

    @DeleteMapping("/api/v1/images/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "deleteImage", summary = "Delete an image no disk is cloned from")
    ResponseEntity<TaskView> delete(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(images.delete(new ImageId(id), new IfMatch(ifMatch), caller.name()), wait);
    }

    private ObjectView<Spec, Status> found(UUID id, Caller caller) {
        return views.find(new ImageId(id), caller::may)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.IMAGE_NOT_FOUND, "There is no image %s.".formatted(id)));
    }
}
