package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `docs/api/openapi.yaml`, to check answers against. Stricter than clients have to be: a field that it does not know
/// is an error, so that no answer grows without its description.
final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    OpenApi(Path file) {
        JsonNode read = YAMLMapper.shared().readTree(file.toFile());
        // where JSON Schema looks for definitions
        document = JSON.readTree(JSON.writeValueAsString(read).replace("#/components/schemas/", "#/$defs/"));
        document.path("components").path("schemas").forEach(OpenApi::close);
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
    }

    /// Every operation, as `GET /v1/manager`.
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (var path : document.path("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                if (METHODS.contains(method)) {
                    operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        return operations;
    }

    Set<String> paths() {
        return new TreeSet<>(document.path("paths").propertyNames());
    }

    /// Properties of a named schema.
    Set<String> properties(String schema) {
        return new TreeSet<>(document.path("components")
                .path("schemas")
                .path(schema)
                .path("properties")
                .propertyNames());
    }

    /// Checks an answer's status, type and body.
    void check(String operation, RawHttp.Answer answer) {
        JsonNode response = response(operation, answer.status());
        assertThat(answer.headers().get("dialtone-api"))
                .as("the header Dialtone-Api of %s", operation)
                .isEqualTo("1");
        String type = answer.headers().getOrDefault("content-type", "").split(";", 2)[0];
        JsonNode content = response.path("content").path(type);
        assertThat(content.isMissingNode())
                .as("%s answers %s with %s, which is not described", operation, answer.status(), type)
                .isFalse();
        if (type.equals("application/json")) {
            assertThat(answer.body()).endsWith("\n");
            fits(operation + " " + answer.status(), content.path("schema"), JSON.readTree(answer.body()));
        }
    }

    /// Checks a text against a named schema.
    void fits(String schema, String json) {
        ObjectNode reference = JSON.createObjectNode();
        reference.put("$ref", "#/$defs/" + schema);
        fits(schema, reference, JSON.readTree(json));
    }

    /// Checks every example that stands beside a schema.
    int checkExamples() {
        List<JsonNode> places = new ArrayList<>();
        collect(document, places);
        for (JsonNode place : places) {
            if (place.has("example")) {
                fits("an example", place.path("schema"), place.path("example"));
            }
            for (JsonNode example : place.path("examples")) {
                fits("an example", place.path("schema"), example.path("value"));
            }
        }
        return places.size();
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.has("schema") && (node.has("example") || node.has("examples"))) {
            places.add(node);
        }
        node.forEach(inner -> collect(inner, places));
    }

    private JsonNode response(String operation, int status) {
        String[] words = operation.split(" ", 2);
        JsonNode responses = document.path("paths")
                .path(words[1])
                .path(words[0].toLowerCase(java.util.Locale.ROOT))
                .path("responses");
        JsonNode response = responses.path(Integer.toString(status));
        if (response.isMissingNode()) {
            assertThat(status)
                    .as("%s: a success that is not described", operation)
                    .isGreaterThanOrEqualTo(400);
            response = responses.path("default");
        }
        String reference = response.path("$ref").asString("");
        return reference.isEmpty() ? response : document.at(reference.substring(1));
    }

    private void fits(String what, JsonNode schema, JsonNode value) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("$defs", document.path("components").path("schemas"));
        Schema compiled = registry.getSchema(whole);
        assertThat(compiled.validate(value)).as("%s: %s", what, value).isEmpty();
    }
}
