package io.atoll.manager.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A change of the API is a change of {@code openapi.json}, to be read in review. */
@ManagerTest
class OpenApiTest {
    private static final Path COMMITTED = Path.of("openapi.json");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final OpenApiWebMvcResource generator;
    private final ManagerUnderTest manager;

    OpenApiTest(OpenApiWebMvcResource generator, ManagerUnderTest manager) {
        this.generator = generator;
        this.manager = manager;
    }

    @Test
    void theCommittedDescriptionIsTheApi() throws Exception {
        String generated = generate();
        if (Boolean.getBoolean("atoll.golden.update")) {
            Files.writeString(COMMITTED, generated);
        }
        assertThat(generated)
                .as("openapi.json differs; run again with -Datoll.golden.update=true and read the diff")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void everyOperationHasANameOfItsOwnAndATag() throws Exception {
        var names = new HashSet<String>();
        for (JsonNode path : JSON.readTree(generate()).get("paths")) {
            for (JsonNode operation : path) {
                String name = operation.get("operationId").asString();
                assertThat(names.add(name))
                        .as("operationId %s is used twice", name)
                        .isTrue();
                assertThat(name).matches("[a-z][A-Za-z]+");
                assertThat(operation.get("tags").size()).as(name).isEqualTo(1);
                assertThat(operation.get("summary")).as(name).isNotNull();
            }
        }
        assertThat(names).hasSizeGreaterThan(10);
    }

    @Test
    void theManagerServesItToWhoeverIsKnown() throws Exception {
        assertThat(manager.anonymous().get("/api/v1/openapi.json").status()).isEqualTo(401);
        var answer = manager.admin().get("/api/v1/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("openapi").asString()).startsWith("3.1");
    }

    private String generate() throws Exception {
        var request = new MockHttpServletRequest("GET", "/v3/api-docs");
        byte[] document = generator.openapiJson(request, "/v3/api-docs", Locale.ENGLISH);
        JsonNode tree = JSON.readTree(document);
        return JSON.writeValueAsString(JSON.treeToValue(tree, Object.class)) + "\n";
    }
}
