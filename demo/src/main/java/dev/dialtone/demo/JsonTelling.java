package dev.dialtone.demo;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Json;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Wire;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/// Notifications as the contract's JSON lines (§7), and nothing else.
record JsonTelling(PrintStream out) implements Telling {
    @Override
    public void begins(String server, String authority) {}

    @Override
    public void notified(Notification notification) {
        out.println(Json.text(Wire.of(notification)));
    }

    @Override
    public void projected(Projection projection) {}

    @Override
    public void pinged(String to, int number, Optional<Duration> roundTrip) {}

    @Override
    public void counted(ConnectionStatus status) {}

    @Override
    public void hangsUp() {}

    @Override
    public void ended(boolean hostClean) {}
}
