package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEmptyListsAndTexts() {
        assertThat(Json.text(Map.of("connections", List.of()))).isEqualTo("{\"connections\":[]}");
        assertThat(Json.text(Map.of("advice", ""))).isEqualTo("{\"advice\":\"\"}");
    }
}
