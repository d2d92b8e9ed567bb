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
}
