package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.cli.Screen.Style;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What people are told when a dial has connected.
record ConnectedText(Screen screen, boolean json) {

    void show(Connection connection, Notification completion, boolean bound) {
        if (json) {
            return;
        }
        screen.show(screen.paint(Style.GOOD, "Connected \"" + completion.entry() + "\"."));
        try {
            new StatusText(screen).show(connection.projection());
        } catch (RasException e) {
            // it is up all the same, and may have ended by now: the status would say so
            screen.line("  " + e.detail().reason());
        }
        String name = completion.entry();
        String word = name.matches("[A-Za-z0-9._-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
        Instant until = completion.confirmUntil() == null ? null : awaited(connection);
        if (until != null) {
            screen.line("  confirm     dialtone confirm " + word + "   by " + Amount.clock(until)
                    + ", or it is hung up again");
        }
        screen.line(bound ? "  hang up     Ctrl-C" : "  hang up     dialtone hangup " + word);
    }

    /// The `Connected` of a connection that somebody else dialled may have been confirmed since.
    private static @Nullable Instant awaited(Connection connection) {
        try {
            return connection.status().confirmUntil();
        } catch (RasException e) {
            return null;
        }
    }
}
