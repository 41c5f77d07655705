package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.internal.notify.Channel.ChannelType;
import io.atoll.manager.alarm.internal.notify.Channel.Filter;
import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.alarm.internal.notify.Channel.Webhook;
import io.atoll.manager.api.Metadata;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Channels and what became of their notifications, as clients see them; never a secret. */
@Component
public class ChannelViews {
    private static final String COLUMNS = """
            c.id, c.name, c.labels, c.revision, c.created_at, c.updated_at, c.description, c.enabled, c.type, c.webhook, c.mail,
            c.filter, c.previous_until, c.mail_password is not null as has_password,
            (select count(*) from notification n where n.channel_id = c.id and n.state = 'PENDING') as pending,
            (select count(*) from notification n where n.channel_id = c.id and n.state = 'DEAD') as dead,
            (select max(n.ended_at) from notification n where n.channel_id = c.id and n.state = 'DELIVERED') as last_delivered""";

    private static final ListDefinition LIST = ListDefinition.of(
                    "notification-channels", COLUMNS, "notification_channel c", "c.id")
            .sortable("metadata.name", "lower(c.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "c.created_at", FieldType.TIME)
            .choice("spec.type", "c.type", ChannelType.class)
            .filterable("spec.enabled", "c.enabled", FieldType.BOOLEAN)
            .labels("c.labels")
            .sortedBy("metadata.name");

    private static final ListDefinition DELIVERIES = ListDefinition.of(
                    "notification-deliveries", "n.*", "notification n", "n.id")
            .sortable("createdAt", "n.created_at", FieldType.TIME)
            .choice("state", "n.state", DeliveryState.class)
            .sortable("change", "n.change", FieldType.TEXT)
            .filterable("alarmId", "n.alarm_id", FieldType.ID)
            .sortedBy("-createdAt");

    private static final TypeReference<Filter> FILTER = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ListQuery lists;

    ChannelViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    /** What people want of a channel. */
    public record ChannelSpec(
            String description,
            boolean enabled,
            ChannelType type,
            @Nullable Webhook webhook,
            @Nullable Mail mail,
            Filter filter) {}

    /** How it goes. */
    public record ChannelStatus(
            long pending,

            @Schema(description = "Given up within the last 30 days")
            long dead,

            @Nullable Instant lastDeliveredAt,
            boolean hasPassword,

            @Schema(description = "Until when the secret before the last rotation signs too") @Nullable
            Instant previousSecretUntil) {}

    /** Where a notification is. */
    public enum DeliveryState {
        PENDING,
        DELIVERED,
        DEAD
    }

    /** One notification of one channel. */
    public record DeliveryView(
            UUID id,
            @Nullable UUID alarmId,

            @Schema(allowableValues = {"RAISED", "ESCALATED", "EASED", "ACKNOWLEDGED", "CLEARED", "TEST"})
            String change,

            DeliveryState state,
            int attempts,
            @Nullable String lastError,
            Instant createdAt,

            @Schema(description = "Null: it is over") @Nullable
            Instant nextAttemptAt,

            @Nullable Instant endedAt) {}

    public Page<ObjectView<ChannelSpec, ChannelStatus>> list(PageRequest page) {
        return lists.page(LIST, page, (row, _) -> view(row));
    }

    public Optional<ObjectView<ChannelSpec, ChannelStatus>> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from notification_channel c where c.id = :id")
                .param("id", id)
                .query((row, _) -> view(row))
                .optional();
    }

    public ObjectView<ChannelSpec, ChannelStatus> get(UUID id) {
        return find(id).orElseThrow(() -> new AtollException(
                ErrorCode.NOTIFICATION_CHANNEL_NOT_FOUND, "There is no notification channel %s.".formatted(id)));
    }

    public Page<DeliveryView> deliveries(UUID channel, PageRequest page) {
        return lists.page(
                DELIVERIES, page, "n.channel_id = :channel", Map.of("channel", channel), (row, _) -> delivery(row));
    }

    public DeliveryView delivery(UUID id) {
        return jdbc.sql("select n.* from notification n where n.id = :id")
                .param("id", id)
                .query((row, _) -> delivery(row))
                .single();
    }

    private static DeliveryView delivery(ResultSet columns) throws SQLException {
        var row = new Row(columns);
        var ended = row.instantOrNull("ended_at");
        return new DeliveryView(
                row.uuid("id"),
                row.uuidOrNull("alarm_id"),
                row.text("change"),
                DeliveryState.valueOf(row.text("state")),
                row.integer("attempts"),
                row.textOrNull("last_error"),
                row.instant("created_at"),
                ended == null ? row.instant("next_attempt_at") : null,
                ended);
    }

    private static ObjectView<ChannelSpec, ChannelStatus> view(ResultSet columns) throws SQLException {
        var row = new Row(columns);
        var spec = new ChannelSpec(
                row.text("description"),
                row.flag("enabled"),
                ChannelType.valueOf(row.text("type")),
                row.jsonOrNull("webhook", Webhook.class),
                row.jsonOrNull("mail", Mail.class),
                row.json("filter", FILTER));
        var status = new ChannelStatus(
                row.bigint("pending"),
                row.bigint("dead"),
                row.instantOrNull("last_delivered"),
                row.flag("has_password"),
                row.instantOrNull("previous_until"));
        var metadata = new Metadata(
                row.uuid("id"),
                row.text("name"),
                row.labels("labels"),
                row.bigint("revision"),
                row.instant("created_at"),
                row.instant("updated_at"));
        var actions = spec.type() == ChannelType.WEBHOOK
                ? List.of("edit", "delete", "test", "rotate-secret")
                : List.of("edit", "delete", "test");
        return new ObjectView<>(metadata, spec, status, actions);
    }
}
