package io.atoll.manager.api.list;

/** What a field holds, and which values it is compared with. */
public enum FieldType {
    TEXT("text"),
    NUMBER("numeric"),
    BOOLEAN("boolean"),
    TIME("timestamptz"),
    ID("uuid");

    private final String sqlType;

    FieldType(String sqlType) {
        this.sqlType = sqlType;
    }

    String sqlType() {
        return sqlType;
    }
}
