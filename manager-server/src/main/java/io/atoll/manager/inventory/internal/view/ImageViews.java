package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ImageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Images as clients see them. */
@Component
public class ImageViews {
    private static final String COLUMNS = "i.*";

    private static final String SELECT = "select " + COLUMNS + " from image i";

    private static final ListDefinition LIST = ListDefinition.of("images", COLUMNS, "image i", "i.id")
            .sortable("metadata.name", "lower(i.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "i.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "i.updated_at", FieldType.TIME)
            .filterable("spec.clusterId", "i.cluster_id", FieldType.ID)
            .filterable("spec.poolId", "i.pool_id", FieldType.ID)
            .choice("status.state", "i.state", Image.State.class)
            .choice("spec.format", "i.format", Image.Format.class)
            .labels("i.labels")
            .sortedBy("metadata.name");

    private final JdbcClient jdbc;
    private final ListQuery lists;

    ImageViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    /** What people want of an image. */
    public record Spec(
            UUID clusterId,
            UUID poolId,
            String description,
            Image.Format format,
            String osHint,
            SourceView source,
            @Nullable String sha256) {}

    /** Where its bytes come from. */
    public record SourceView(
            Image.SourceType type, @Nullable String url) {}

    /**
     * What is known of it.
     *
     * @param verified whether the bytes were compared with a digest the user gave
     */
    public record Status(
            Image.State state,
            @Nullable Long sizeBytes,
            @Nullable Long virtualSizeBytes,
            @Nullable String sha256,
            boolean verified,
            @Nullable FailureView failure,
            @Nullable String uploadUrl) {}

    /** Why there is no image. */
    public record FailureView(String code, String detail) {}

    public Page<ObjectView<Spec, Status>> list(PageRequest page, Predicate<Permission> may) {
        return lists.page(LIST, page, (row, _) -> view(row, may));
    }

    public Optional<ObjectView<Spec, Status>> find(ImageId id, Predicate<Permission> may) {
        return jdbc.sql(SELECT + " where i.id = :id")
                .param("id", id.value())
                .query((row, _) -> view(row, may))
                .optional();
    }

    /** Where an image's bytes are sent to. */
    public static String uploadUrl(ImageId id) {
        return "/api/v1/images/" + id + "/content";
    }

    static ObjectView<Spec, Status> view(ResultSet columns, Predicate<Permission> may) throws SQLException {
        var row = new Row(columns);
        var state = Image.State.valueOf(row.text("state"));
        var expected = row.textOrNull("expected_sha256");
        var code = row.textOrNull("failure_code");
        var detail = row.textOrNull("failure_detail");
        var spec = new Spec(
                row.uuid("cluster_id"),
                row.uuid("pool_id"),
                row.text("description"),
                Image.Format.valueOf(row.text("format")),
                row.text("os_hint"),
                new SourceView(Image.SourceType.valueOf(row.text("source_type")), row.textOrNull("source_url")),
                expected);
        var status = new Status(
                state,
                row.bigintOrNull("size_bytes"),
                row.bigintOrNull("virtual_size_bytes"),
                row.textOrNull("sha256"),
                state == Image.State.READY && expected != null,
                code == null || detail == null ? null : new FailureView(code, detail),
                state == Image.State.AWAITING_UPLOAD ? uploadUrl(new ImageId(row.uuid("id"))) : null);
        var removable = switch (state) {
            case AWAITING_UPLOAD, READY, FAILED -> true;
            case UPLOADING, IMPORTING, DELETING -> false;
        };
        return new ObjectView<>(ClusterViews.metadata(row), spec, status, InventoryAction.editable(removable, may));
    }
}
