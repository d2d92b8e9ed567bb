package dev.dialtone.demo;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Projection;
import java.time.Duration;
import java.util.Optional;

/// How the demo tells what happens.
interface Telling {
    void begins(String server, String authority);

    void notified(Notification notification);

    void projected(Projection projection);

    /// @param roundTrip empty when no reply came
    void pinged(String to, int number, Optional<Duration> roundTrip);

    void counted(ConnectionStatus status);

    void hangsUp();

    void ended(boolean hostClean);
}
