package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus reads the daemon's port of the loopback, in a network namespace of the test's own.
@Timeout(180)
class PrometheusTest {
    private static final String TARGET = "127.0.0.1:9719";
    private static final String SERVER = "127.0.0.1:9090";
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private String program = "";

    @BeforeEach
    void begin() {
        Requires.namespaces();
        Requires.programs("curl", "ss");
        program = System.getenv().getOrDefault("DIALTONE_TEST_PROMETHEUS", "/usr/bin/prometheus");
        Requires.program(program, "prometheus");
    }

    @Test
    void prometheus_findsOneDialOfEachResult() throws Exception {
        try (Programs programs = new Programs(folder, PrometheusTest::withMetrics)) {
            dialEachResult(programs);
            try (PeerProcess server = start(programs)) {
                Map<String, String> dials = await(programs, server, "dialtone_dials_total", "result", 3);
                assertThat(dials).isEqualTo(Map.of("connected 0", "1", "disconnected 631", "1", "failed 648", "1"));
                assertThat(await(programs, server, "up{job=\"dialtone\"}", "job", 1))
                        .containsValue("1");
                assertThat(await(programs, server, "dialtone_connections{state=\"Connected\"}", "state", 1))
                        .containsValue("1");
                assertThat(await(programs, server, "dialtone_build_info", "job", 1))
                        .hasSize(1);
                // a quantile comes of a histogram whose buckets are what they should be
                String quantile =
                        "histogram_quantile(0.5, sum by (le) (dialtone_state_seconds_bucket{state=\"ConnectDevice\"}))";
                assertThat(Double.parseDouble(await(programs, server, quantile, "", 1)
                                .values()
                                .iterator()
                                .next()))
                        .isBetween(0.0, 60.0);
                assertThat(types(programs))
                        .containsEntry("dialtone_dials_total", "counter")
                        .containsEntry("dialtone_connections", "gauge")
                        .containsEntry("dialtone_state_seconds", "histogram");
            }
            assertThat(check(programs)).as("promtool finds nothing to mend").isEmpty();
            assertThat(programs.start("hangup", AnswererProgram.GOOD).await().code())
                    .isZero();
        }
    }

    /// SECURITY: the port is there because it was asked for.
    @Test
    void withoutTheOption_theDaemonListensOnNoPort() throws Exception {
        try (Programs programs = new Programs(folder)) {
            String listeners = programs.inside("ss", "-Htlnp").await().text();
            assertThat(listeners)
                    .isNotBlank()
                    .doesNotContain("pid=" + programs.daemon().pid() + ",");
        }
    }

    private static List<String> withMetrics(String... arguments) {
        List<String> command = new ArrayList<>(Programs.dialtone(List.of(), arguments));
        command.add("--metrics-port");
        command.add(TARGET.substring(TARGET.indexOf(':') + 1));
        return command;
    }

    private static void dialEachResult(Programs programs) {
        assertThat(programs.start("dial", AnswererProgram.GOOD).await().code()).isZero();
        PeerProcess held = programs.start("dial", "AUTHENTICATE", "--json");
        programs.awaitHeld("AUTHENTICATE");
        held.line(line -> line.contains("\"Authenticate\""));
        PeerProcess.run("kill", "-INT", Long.toString(held.pid()));
        assertThat(held.await().code()).isEqualTo(130);
        PeerProcess expired = programs.start("dial", AnswererProgram.EXPIRED).await();
        assertThat(expired.errors()).contains("RAS_ERROR=648");
    }

    private PeerProcess start(Programs programs) throws IOException {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                - job_name: dialtone
                  static_configs: [{targets: ['%s']}]
                """.formatted(TARGET));
        return programs.inside(
                program,
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + SERVER);
    }

    /// Asks until there are so many samples; each by its label (and error), with its value.
    private static Map<String, String> await(
            Programs programs, PeerProcess server, String query, String label, int samples) {
        long until = System.nanoTime() + SOON.toNanos();
        Map<String, String> found = Map.of();
        String said = "";
        while (System.nanoTime() < until) {
            PeerProcess asked = ask(programs, "query", "--data-urlencode", "query=" + query);
            said = asked.text();
            if (asked.code() == 0) {
                found = samples(said, label);
                if (found.size() >= samples) {
                    return found;
                }
            }
        }
        throw new AssertionError(query + " has " + found + ", Prometheus said " + said + "\n" + server);
    }

    private static Map<String, String> samples(String answer, String label) {
        Map<String, String> samples = new TreeMap<>();
        JsonObject data = Json.object(answer).object("data").orElseThrow();
        for (JsonObject sample : data.objects("result")) {
            JsonObject metric = sample.object("metric").orElseThrow();
            String name = metric.text(label, "") + (metric.has("error") ? " " + metric.text("error") : "");
            List<?> value = (List<?>) sample.raw("value");
            samples.put(name, String.valueOf(value.get(1)));
        }
        return samples;
    }

    private static PeerProcess ask(Programs programs, String what, String... parameters) {
        List<String> command =
                new ArrayList<>(List.of("curl", "--silent", "--fail", "--get", "http://" + SERVER + "/api/v1/" + what));
        command.addAll(List.of(parameters));
        return programs.inside(command.toArray(String[]::new)).await();
    }

    /// What Prometheus took each family for.
    private static Map<String, String> types(Programs programs) {
        Map<String, String> types = new TreeMap<>();
        JsonObject data = Json.object(ask(programs, "targets/metadata").text());
        data.objects("data").forEach(family -> types.put(family.text("metric"), family.text("type")));
        return types;
    }

    private String check(Programs programs) {
        Path tool = Path.of(program).resolveSibling("promtool");
        PeerProcess checked = programs.inside(
                        "sh", "-c", "curl --silent --fail http://" + TARGET + "/metrics | " + tool + " check metrics")
                .await();
        return checked.code() == 0 ? "" : checked.toString();
    }
}
