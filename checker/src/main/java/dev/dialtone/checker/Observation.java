package dev.dialtone.checker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one observer of a connection was told between its registration and its end.
final class Observation {
    final String observer;
    final String client;
    final String connection;
    final long since;
    final int line;
    final List<Notice> told = new ArrayList<>();

    /// Told after its end.
    final List<Notice> late = new ArrayList<>();

    @Nullable
    End end;

    /// @param told false when it closed by itself or died: nothing more is owed to it
    record End(int line, boolean told, long lastSeq, boolean lagged) {}

    Observation(int line, JsonObject json) {
        this.observer = json.text("observer");
        this.client = json.text("client");
        this.connection = json.text("connection");
        this.since = json.number("since");
        this.line = line;
    }

    void tell(Notice notice) {
        (end == null ? told : late).add(notice);
    }

    /// The last number it was told before this line; where it began when none.
    long lastBefore(int before) {
        long last = since;
        for (Notice n : told) {
            if (n.line() < before) {
                last = n.seq();
            }
        }
        return last;
    }

    boolean openAt(int at) {
        End over = end;
        return line < at && (over == null || over.line() > at);
    }
}
