package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.benchmarks.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `ping` printed.
///
/// @param roundTrips  of each reply, milliseconds
/// @param lossPercent of the requests
record PingReport(Samples roundTrips, double lossPercent) {
    private static final Pattern REPLY = Pattern.compile("time=([0-9.]+) ms");
    private static final Pattern SENT = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");

    /// @throws IOException no reply came, or the text is not understood
    static PingReport of(String text) throws IOException {
        List<Double> millis = new ArrayList<>();
        Matcher reply = REPLY.matcher(text);
        while (reply.find()) {
            millis.add(Double.parseDouble(reply.group(1)));
        }
        Matcher sent = SENT.matcher(text);
        if (millis.isEmpty() || !sent.find()) {
            throw new IOException("no answer to ping: "
                    + text.strip().lines().reduce((_, last) -> last).orElse("it printed nothing"));
        }
        double requests = Double.parseDouble(sent.group(1));
        return new PingReport(
                Samples.of(millis), (requests - Double.parseDouble(sent.group(2))) * 100 / Math.max(1, requests));
    }
}
