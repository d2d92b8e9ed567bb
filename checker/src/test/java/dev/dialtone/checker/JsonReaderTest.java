package dev.dialtone.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    private static JsonObject read(String text) {
        return Objects.requireNonNull(JsonReader.read(text));
    }

    @Test
    void decodesEveryKindOfValue() {
        JsonObject json = read(" {\"a\":\"x\\n\\u00e4\\\"\",\"b\":-12,\"c\":true,\"d\":null,\"e\":[1,[\"s\"],{}],"
                + "\"f\":{\"g\":1.5e3},\"h\":[]} ");
        assertThat(json.text("a")).isEqualTo("x\nä\"");
        assertThat(json.number("b")).isEqualTo(-12);
        assertThat(json.flag("c")).isTrue();
        assertThat(json.get("d")).isNull();
        assertThat(json.texts("e")).containsExactly("1", "[s]", "{}");
        assertThat(Objects.requireNonNull(json.object("f")).number("g")).isEqualTo(1500);
        assertThat(json.anyText("f")).isEqualTo("{\"g\":1.5e3}");
        assertThat(json.texts("h")).isEmpty();
    }

    @Test
    void decodesMoreFieldsThanAFactHas() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            text.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":").append(i);
        }
        assertThat(read(text + "}").number("f99")).isEqualTo(99);
    }

    @Test
    void equalObjects_mayDifferInTheOrderOfFields() {
        assertThat(read("{\"a\":1,\"b\":{\"c\":\"x\"}}")).isEqualTo(read("{\"b\": {\"c\":\"x\"}, \"a\":1}"));
        assertThat(read("{\"a\":1}")).isNotEqualTo(read("{\"a\":2}"));
        assertThat(read("{\"a\":1}")).isNotEqualTo(read("{\"a\":1,\"b\":2}"));
        assertThat(read("{\"a\":1}")).isNotEqualTo(read("{\"b\":1}"));
    }

    @Test
    void rejectsWhatIsNoObject() {
        for (String text : new String[] {
            "",
            "1",
            "[]",
            "{",
            "{}x",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":tru}",
            "{\"a\":\"x}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":-}",
            "{\"a\":1e}",
            "{\"a\":[1}",
            "{a:1}",
            "{\"a\":\"\t\"}",
            "{\"a\":1 \"b\":2}",
            "[".repeat(40),
            "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"
        }) {
            assertThat(JsonReader.read(text)).as(text).isNull();
        }
    }
}
