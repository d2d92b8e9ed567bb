package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.dialtone.manager.PrometheusText.Kind;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private final PrometheusText text = new PrometheusText();

    @Test
    void writesFamiliesAsPrometheusReadsThem() {
        text.family("dials_total", Kind.COUNTER, "All of them.").sample(3, "result", "connected", "error", "0");
        text.family("up", Kind.GAUGE, "Whether.").sample(0.25);
        assertThat(text).hasToString("""
                        # HELP dials_total All of them.
                        # TYPE dials_total counter
                        dials_total{result="connected",error="0"} 3
                        # HELP up Whether.
                        # TYPE up gauge
                        up 0.25
                        """);
    }

    @Test
    void escapesWhatWouldEndALineOrAValue() {
        text.family("up", Kind.GAUGE, "back\\slash and\nline \"quoted\"").sample(1, "name", "a\\b\n\"c\"");
        assertThat(text.toString())
                .contains("# HELP up back\\\\slash and\\nline \"quoted\"\n")
                .endsWith("up{name=\"a\\\\b\\n\\\"c\\\"\"} 1\n");
    }

    @Test
    void writesNumbersWithoutLossOfWholeOnes() {
        assertThat(PrometheusText.number(15)).isEqualTo("15");
        assertThat(PrometheusText.number(0.01)).isEqualTo("0.01");
        assertThat(PrometheusText.number(1e20)).isEqualTo("1.0E20");
        assertThat(PrometheusText.number(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(PrometheusText.number(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
        assertThat(PrometheusText.number(Double.NaN)).isEqualTo("NaN");
        text.family("most", Kind.GAUGE, "m").sample(Long.MAX_VALUE);
        assertThat(text.toString()).endsWith("most 9223372036854775807\n");
    }

    @Test
    void rejectsASampleOfNoFamilyAndALabelWithoutAValue() {
        assertThatIllegalStateException().isThrownBy(() -> text.sample(1));
        text.family("up", Kind.GAUGE, "u");
        assertThatIllegalStateException().isThrownBy(() -> text.sample(1, "name"));
    }

    @Test
    void histogramCountsWhatIsEqualToABoundAndAllBelow() {
        Histogram seconds = new Histogram(0.5, 1, 10);
        seconds.saw(0.5);
        seconds.saw(0.75);
        seconds.saw(1);
        seconds.saw(10.75);
        text.family("state_seconds", Kind.HISTOGRAM, "s");
        seconds.write(text, "state", "Connected");
        assertThat(text.toString()).endsWith("""
                        state_seconds_bucket{state="Connected",le="0.5"} 1
                        state_seconds_bucket{state="Connected",le="1"} 3
                        state_seconds_bucket{state="Connected",le="10"} 3
                        state_seconds_bucket{state="Connected",le="+Inf"} 4
                        state_seconds_sum{state="Connected"} 13
                        state_seconds_count{state="Connected"} 4
                        """);
    }
}
