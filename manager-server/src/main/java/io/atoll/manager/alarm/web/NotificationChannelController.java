package io.atoll.manager.alarm.web;

import io.atoll.manager.alarm.internal.notify.Channel;
import io.atoll.manager.alarm.internal.notify.ChannelDraft;
import io.atoll.manager.alarm.internal.notify.ChannelDraft.FilterDraft;
import io.atoll.manager.alarm.internal.notify.ChannelDraft.MailDraft;
import io.atoll.manager.alarm.internal.notify.ChannelDraft.WebhookDraft;
import io.atoll.manager.alarm.internal.notify.ChannelService;
import io.atoll.manager.alarm.internal.notify.ChannelViews;
import io.atoll.manager.alarm.internal.notify.ChannelViews.ChannelSpec;
import io.atoll.manager.alarm.internal.notify.ChannelViews.ChannelStatus;
import io.atoll.manager.alarm.internal.notify.ChannelViews.DeliveryView;
import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.ShownOnce;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Who is told of alarms. */
@RestController
@Tag(name = "alarms")
class NotificationChannelController {
    private final ChannelService channels;
    private final ChannelViews views;

    NotificationChannelController(ChannelService channels, ChannelViews views) {
        this.channels = channels;
        this.views = views;
    }

    record ChannelSpecRequest(
            @Nullable String description,
            @Nullable Boolean enabled,

            @Schema(implementation = Channel.ChannelType.class) @Nullable
            String type,

            @Nullable WebhookDraft webhook,
            @Nullable MailDraft mail,
            @Nullable FilterDraft filter) {}

    record ChannelRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable ChannelSpecRequest spec) {
        ChannelSpecRequest said() {
            return spec == null ? new ChannelSpecRequest(null, null, null, null, null, null) : spec;
        }

        NamingPatch naming() {
            return new NamingPatch(name, labels, said().description);
        }

        ChannelDraft draft() {
            return new ChannelDraft(said().enabled, said().webhook, said().mail, said().filter);
        }
    }

    /** A new channel, with what is shown this once. */
    record CreatedChannel(
            ObjectView<ChannelSpec, ChannelStatus> channel,

            @Schema(description = "Signs what the webhook is told; null for mail") @Nullable
            String secret) {}

    /** A new secret, shown this once. */
    record NewSecret(String secret, Instant previousUntil) {}

    @GetMapping("/api/v1/notification-channels")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(operationId = "listNotificationChannels", summary = "All notification channels, without their secrets")
    Page<ObjectView<ChannelSpec, ChannelStatus>> list(PageRequest page) {
        return views.list(page);
    }

    @GetMapping("/api/v1/notification-channels/{id}")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(operationId = "getNotificationChannel", summary = "One notification channel")
    ObjectView<ChannelSpec, ChannelStatus> get(@PathVariable UUID id) {
        return views.get(id);
    }

    @PostMapping("/api/v1/notification-channels")
    @ShownOnce
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(
            operationId = "createNotificationChannel",
            summary = "Have somebody told of alarms; a webhook's secret is in this answer only")
    ResponseEntity<CreatedChannel> create(@RequestBody ChannelRequest request) {
        var made = channels.create(request.naming(), request.said().type, request.draft());
        return ResponseEntity.created(URI.create("/api/v1/notification-channels/" + made.id()))
                .body(new CreatedChannel(views.get(made.id()), made.secret()));
    }

    @PatchMapping("/api/v1/notification-channels/{id}")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(
            operationId = "updateNotificationChannel",
            summary = "Change a notification channel; webhook, mail and filter are replaced as a whole")
    ObjectView<ChannelSpec, ChannelStatus> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ChannelRequest request) {
        channels.change(id, new IfMatch(ifMatch), request.naming(), request.said().type, request.draft());
        return views.get(id);
    }

    @DeleteMapping("/api/v1/notification-channels/{id}")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(
            operationId = "deleteNotificationChannel",
            summary = "Delete a notification channel, with what it was not told yet")
    ResponseEntity<Void> delete(
            @PathVariable UUID id, @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        channels.delete(id, new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/api/v1/notification-channels/{id}/actions/test")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(
            operationId = "testNotificationChannel",
            summary = "Send a test; how it went is in the channel's deliveries")
    ResponseEntity<DeliveryView> test(@PathVariable UUID id) {
        return ResponseEntity.accepted().body(views.delivery(channels.test(id)));
    }

    @PostMapping("/api/v1/notification-channels/{id}/actions/rotate-secret")
    @ShownOnce
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(
            operationId = "rotateNotificationSecret",
            summary = "A new secret for a webhook, in this answer only; for a day both sign")
    NewSecret rotate(@PathVariable UUID id) {
        var rotated = channels.rotate(id);
        return new NewSecret(rotated.secret(), rotated.previousUntil());
    }

    @GetMapping("/api/v1/notification-channels/{id}/deliveries")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(
            operationId = "listNotificationDeliveries",
            summary = "What a channel was told, is to be told, or could not be told; the newest first")
    Page<DeliveryView> deliveries(@PathVariable UUID id, PageRequest page) {
        views.get(id);
        return views.deliveries(id, page);
    }
}
