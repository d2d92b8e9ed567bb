package dev.dialtone.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeChartTest {
    @Test
    void of_drawsEachCurveFromLeftToRightWithTheLargestValueHighest() {
        String svg = TimeChart.of(
                "Memory, MB",
                List.of(new TimeChart.Curve(
                        "resident",
                        "#123456",
                        List.of(
                                new TimeChart.Point(0, 0),
                                new TimeChart.Point(60, 800),
                                new TimeChart.Point(30, 400)))),
                List.of(new TimeChart.Mark(30, "half")));
        assertThat(svg)
                .startsWith("<svg ")
                .endsWith("</svg>\n")
                // 800 is the top: 60 to 790 from left to right, 260 up to 30
                .contains("points=\"60.0,260.0 790.0,30.0 425.0,145.0\"")
                .contains("Memory, MB: <tspan fill=\"#123456\">resident</tspan>")
                .contains(">half</text>")
                .contains(">60 s</text>");
    }

    @Test
    void of_nothing_isAnEmptyPicture() {
        assertThat(TimeChart.of("Memory, MB", List.of(), List.of()))
                .contains("Memory, MB")
                .doesNotContain("NaN");
    }
}
