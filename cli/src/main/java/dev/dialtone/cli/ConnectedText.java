package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.cli.Screen.Style;

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
        screen.line(bound ? "  hang up     Ctrl-C" : "  hang up     dialtone hangup " + word);
    }
}
