package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEmptyListsAndTexts() {
        assertThat(Json.text(Map.of("connections", List.of()))).isEqualTo("{\"connections\":[]}");
        assertThat(Json.text(Map.of("advice", ""))).isEqualTo("{\"advice\":\"\"}");
    }

    /// Found by fuzzing: one such line in the history kept the manager from starting.
    @Test
    void rejectsWhatIsNestedWithoutEnd_E4() {
        assertThatThrownBy(() -> Json.object("{\"a\":" + "[".repeat(200_000)))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void whatDoesNotFit_isNamedByItsPath_E4() {
        JsonObject answer = Json.object("{\"entries\":[{},{\"options\":{\"port\":[]}}],\"since\":\"x\"}");
        JsonObject options = answer.objects("entries").get(1).object("options").orElseThrow();
        assertThatThrownBy(() -> options.text("port")).hasMessage("entries[1].options.port: must be text");
        assertThatThrownBy(() -> answer.number("since")).hasMessage("since: must be a whole number");
    }

    /// Found by fuzzing: an error that quoted such a text, or cut one within a character, could not be written,
    /// and the
    /// daemon answered 500.
    @Test
    void writesHalfACharacterAsItsReplacement_E4() {
        assertThat(Json.text(Map.of("a\ud800", List.of("\udc00b", 1)))).isEqualTo("{\"a\ufffd\":[\"\ufffdb\",1]}");
        assertThat(Json.text(Map.of("a", "\ud83d\ude00"))).isEqualTo("{\"a\":\"\ud83d\ude00\"}");
    }
}
