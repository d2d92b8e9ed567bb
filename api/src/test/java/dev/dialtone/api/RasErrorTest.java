package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// E1: the numbers and names are the documented ones, each with a sentence and advice.
class RasErrorTest {
    @Test
    void everyDocumentedNumberIsThere_E1() {
        List<Integer> documented = Stream.concat(
                        Stream.of(5, 6, 8, 87, 122, 123, 183, 259),
                        Stream.concat(
                                IntStream.rangeClosed(600, 878).boxed(),
                                Stream.concat(
                                        IntStream.rangeClosed(900, 956)
                                                .filter(n -> n != 947)
                                                .boxed(),
                                        Stream.of(1784))))
                .toList();
        assertThat(RasError.all()).extracting(RasError::code).containsExactlyElementsOf(documented);
    }

    @Test
    void eachHasNameSentenceAndAdvice_E1() {
        assertThat(RasError.all()).allSatisfy(error -> {
            assertThat(error.name()).matches("[A-Z0-9_]+");
            assertThat(error.message()).endsWith(".").hasSizeGreaterThan(10);
            assertThat(error.advice()).endsWith(".").hasSizeGreaterThan(10);
        });
        assertThat(RasError.all()).extracting(RasError::name).doesNotHaveDuplicates();
    }

    @Test
    void someKnownOnes_E1() {
        assertThat(RasError.nameOf(691)).isEqualTo("AUTHENTICATION_FAILURE");
        assertThat(RasError.nameOf(801)).isEqualTo("VALIDATING_SERVER_CERT");
        assertThat(RasError.nameOf(834)).isEqualTo("RASMAN_SERVICE_STOPPED");
        assertThat(RasError.nameOf(13801)).isEqualTo("ERROR_13801");
    }
}
