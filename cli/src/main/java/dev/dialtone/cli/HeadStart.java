package dev.dialtone.cli;

import dev.dialtone.api.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;

/// What asking a manager takes the first time, beside the reading of the arguments: of 100 ms that `list` takes, the
/// JDK's first Unix socket, which looks for a source of random numbers, is 20.
final class HeadStart {
    private static final List<String> ASK_NOBODY = List.of("explain", Foreground.DAEMON, Foreground.DEMO);

    private HeadStart() {}

    static void of(List<String> arguments) {
        if (!arguments.isEmpty() && !ASK_NOBODY.contains(arguments.getFirst())) {
            Thread.ofPlatform().daemon().start(HeadStart::run);
        }
    }

    private static void run() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (IOException e) {
            // whoever needs one says so
        }
        String _ = Json.text(Map.of());
    }
}
