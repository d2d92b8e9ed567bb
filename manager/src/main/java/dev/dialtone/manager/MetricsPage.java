package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.manager.PrometheusText.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// All that a manager counts, as Prometheus reads it. Safe for any thread.
final class MetricsPage {
    private final Metrics metrics;
    private final Registry registry;
    private final EventHooks hooks;

    MetricsPage(Metrics metrics, Registry registry, EventHooks hooks) {
        this.metrics = metrics;
        this.registry = registry;
        this.hooks = hooks;
    }

    String text() {
        PrometheusText text = new PrometheusText();
        text.family("dialtone_build_info", Kind.GAUGE, "The version that runs; always 1.")
                .sample(1, "version", Version.TEXT);
        connections(text);
        metrics.write(text);
        hooks(text);
        ProcessFigures.OF_SELF.write(text);
        return text.toString();
    }

    private void connections(PrometheusText text) {
        List<ConnectionStatus> active =
                registry.active().stream().map(ConnectionRecord::status).toList();
        Map<ConnectionState, Integer> in = new EnumMap<>(ConnectionState.class);
        in.put(ConnectionState.CONNECTED, 0);
        active.forEach(status -> in.merge(status.state(), 1, Integer::sum));
        text.family("dialtone_connections", Kind.GAUGE, "Connections that have not ended, by their last state.");
        in.forEach((state, count) -> text.sample(count, "state", state.word()));
        text.family("dialtone_redials_waiting", Kind.GAUGE, "Those of them that wait for their next attempt.")
                .sample(active.stream()
                        .filter(status -> status.retryInMillis() > 0)
                        .count());
        text.family("dialtone_history_connections", Kind.GAUGE, "Connections whose log can be read, ended ones too.")
                .sample(registry.size());
    }

    private void hooks(PrometheusText text) {
        EventHooks.Counts counts = hooks.counts();
        text.family("dialtone_hook_calls_total", Kind.COUNTER, "Calls of hooks, by what became of them.")
                .sample(counts.done(), "result", "done")
                .sample(counts.failed(), "result", "failed")
                .sample(counts.overdue(), "result", "overdue")
                .sample(counts.dropped(), "result", "dropped");
        text.family("dialtone_hook_calls_waiting", Kind.GAUGE, "Calls of hooks that wait for their turn.")
                .sample(counts.waiting());
        text.family("dialtone_hook_calls_running", Kind.GAUGE, "Calls of hooks that are under way.")
                .sample(counts.running());
    }
}
