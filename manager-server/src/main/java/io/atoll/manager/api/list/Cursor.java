package io.atoll.manager.api.list;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the next page begins: after the row with this sort value and id, however many rows came or went meanwhile. Opaque to
 * clients, and bound to the list, sort and filter it was made for. It only ever becomes bound parameters, so a forged one can
 * do no more than start a page elsewhere.
 *
 * @param query the list, sort and filter it belongs to, hashed
 */
record Cursor(String query, String sortValue, UUID id) {
    private static final int LONGEST_CHARS = 4_000;
    private static final int HASH_DIGITS = 16;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    static String queryHash(String list, String sort, @Nullable String filter) {
        try {
            byte[] text = (list + "\n" + sort + "\n" + (filter == null ? "" : filter)).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(this));
    }

    static Cursor decode(String text, String query) {
        if (text.length() > LONGEST_CHARS) {
            throw invalid("The cursor is too long to be one of ours.");
        }
        Cursor cursor;
        try {
            cursor = JSON.readValue(Base64.getUrlDecoder().decode(text), Cursor.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw invalid("The cursor is not one this list gave.");
        }
        if (!cursor.query.equals(query)) {
            throw invalid("The cursor belongs to another list, sort or filter. Begin again without a cursor.");
        }
        return cursor;
    }

    static AtollException invalid(String detail) {
        return new AtollException(ErrorCode.CURSOR_INVALID, detail);
    }
}
