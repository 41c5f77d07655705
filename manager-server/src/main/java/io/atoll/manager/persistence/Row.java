package io.atoll.manager.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One row of a query, read by column name in our types. */
public record Row(ResultSet columns) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<SortedMap<String, String>> LABELS = new TypeReference<>() {};
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    public UUID uuid(String column) throws SQLException {
        return columns.getObject(column, UUID.class);
    }

    public @Nullable UUID uuidOrNull(String column) throws SQLException {
        return columns.getObject(column, UUID.class);
    }

    public String text(String column) throws SQLException {
        return columns.getString(column);
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        return columns.getString(column);
    }

    public int integer(String column) throws SQLException {
        return columns.getInt(column);
    }

    public @Nullable Integer integerOrNull(String column) throws SQLException {
        var value = columns.getInt(column);
        return columns.wasNull() ? null : value;
    }

    public long bigint(String column) throws SQLException {
        return columns.getLong(column);
    }

    public @Nullable Long bigintOrNull(String column) throws SQLException {
        var value = columns.getLong(column);
        return columns.wasNull() ? null : value;
    }

    public boolean flag(String column) throws SQLException {
        return columns.getBoolean(column);
    }

    public Instant instant(String column) throws SQLException {
        return columns.getObject(column, OffsetDateTime.class).toInstant();
    }

    public @Nullable Instant instantOrNull(String column) throws SQLException {
        var value = columns.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    public SortedMap<String, String> labels(String column) throws SQLException {
        return json(column, LABELS);
    }

    public List<String> strings(String column) throws SQLException {
        return json(column, STRINGS);
    }

    /** A {@code jsonb} column that is never null. */
    public <T> T json(String column, TypeReference<T> type) throws SQLException {
        return JSON.readValue(columns.getString(column), type);
    }

    public <T> @Nullable T jsonOrNull(String column, Class<T> type) throws SQLException {
        var text = columns.getString(column);
        return text == null ? null : JSON.readValue(text, type);
    }
}
