package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingTest {
    @ParameterizedTest
    @EnumSource
    void roundTripsEveryVerdict(Verdict verdict) {
        Finding finding = new Finding("http", verdict, "seen", "\"HTTP/1.1 403\"", "do it");
        JsonObject json = Json.object(Json.text(Wire.of(finding)));
        assertThat(Wire.finding(json)).isEqualTo(finding);
        assertThat(json.flag("ok", false)).as("only a failure stops a dial").isEqualTo(verdict != Verdict.FAILED);
    }

    @Test
    void fieldsOfBefore_areThereAndSilenceOfThePeerIsNone() {
        assertThat(Json.text(Wire.of(Finding.ok("tun", "fine"))))
                .isEqualTo("{\"subject\":\"tun\",\"ok\":true,\"verdict\":\"ok\",\"text\":\"fine\",\"advice\":\"\"}");
    }

    @Test
    void decodesWhatAManagerWithoutVerdictsSays() {
        assertThat(Wire.finding(Json.object("{\"subject\":\"tun\",\"ok\":true,\"text\":\"fine\",\"advice\":\"\"}")))
                .isEqualTo(new Finding("tun", true, "fine", ""));
        assertThat(Wire.finding(Json.object("{\"subject\":\"tun\",\"ok\":false,\"text\":\"x\",\"advice\":\"y\"}"))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(Verdict.of("nonsense")).isEmpty();
    }
}
