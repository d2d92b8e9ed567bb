package dev.dialtone.checker;

import java.util.ArrayList;
import java.util.List;

/// One subscription to the events of all connections.
final class Watching {
    final String observer;
    final long since;
    final int line;
    final List<Fact.Event> told = new ArrayList<>();

    /// The line of its end; the last possible one when it had none.
    int end = Integer.MAX_VALUE;

    Watching(int line, JsonObject json) {
        this.observer = json.text("observer");
        this.since = json.number("since");
        this.line = line;
    }
}
