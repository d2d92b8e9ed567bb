package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What `iperf3 -J` says of one transfer.
///
/// @param upMbit      received by the server, megabits a second
/// @param downMbit    received by the client
/// @param bytes       received by both
/// @param streamsMbit received of each stream of TCP
/// @param packets     datagrams received, a second; 0 for TCP
/// @param lossPercent of datagrams
record IperfReport(
        double upMbit, double downMbit, double bytes, List<Double> streamsMbit, double packets, double lossPercent) {

    /// INTEROP [iperf3 3.12] names them once for each direction, which is no JSON
    private static final Pattern REPEATED = Pattern.compile("\"(sock_bufsize|sndbuf_actual|rcvbuf_actual)\":\\s*\\d+,");

    /// @throws IOException it failed, with its own words, or the text is not understood
    static IperfReport of(String text) throws IOException {
        try {
            JsonObject json = Json.object(REPEATED.matcher(text).replaceAll(""));
            if (json.has("error")) {
                throw new IOException("iperf3: " + json.text("error"));
            }
            JsonObject how = within(within(json, "start"), "test_start");
            JsonObject end = within(json, "end");
            boolean reverse = how.number("reverse", 0) == 1;
            return how.text("protocol").equals("UDP") ? udp(end, reverse) : tcp(end, reverse);
        } catch (RasException e) {
            throw new IOException("iperf3 said what is not understood: " + e.getMessage(), e);
        }
    }

    double mbit() {
        return upMbit + downMbit;
    }

    /// The smallest stream by what would be its fair share.
    double smallestShare() {
        double all = streamsMbit.stream().mapToDouble(Double::doubleValue).sum();
        double least =
                streamsMbit.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return all == 0 ? 0 : least / (all / streamsMbit.size());
    }

    private static IperfReport tcp(JsonObject end, boolean reverse) throws IOException {
        JsonObject sum = within(end, "sum_received");
        double mbit = real(sum, "bits_per_second") / 1e6;
        double bytes = real(sum, "bytes");
        double back = 0;
        if (end.has("sum_received_bidir_reverse")) {
            JsonObject other = within(end, "sum_received_bidir_reverse");
            back = real(other, "bits_per_second") / 1e6;
            bytes += real(other, "bytes");
        }
        List<Double> streams = new ArrayList<>();
        for (JsonObject stream : end.objects("streams")) {
            streams.add(real(within(stream, "receiver"), "bits_per_second") / 1e6);
        }
        return new IperfReport(reverse ? 0 : mbit, reverse ? mbit : back, bytes, streams, 0, 0);
    }

    private static IperfReport udp(JsonObject end, boolean reverse) throws IOException {
        JsonObject received = within(end, "sum_received");
        double packets = real(received, "packets") - real(received, "lost_packets");
        // of all that were sent: what is lost at the end leaves no gap that the receiver could see
        double sent = real(within(end, "sum_sent"), "packets");
        double mbit = real(received, "bits_per_second") / 1e6;
        return new IperfReport(
                reverse ? 0 : mbit,
                reverse ? mbit : 0,
                real(received, "bytes"),
                List.of(),
                packets / real(received, "seconds"),
                sent == 0 ? 100 : Math.max(0, sent - packets) * 100 / sent);
    }

    private static JsonObject within(JsonObject json, String field) throws IOException {
        return json.object(field).orElseThrow(() -> new IOException("iperf3 gave no \"" + field + "\""));
    }

    private static double real(JsonObject json, String field) {
        if (json.raw(field) instanceof Number number) {
            return number.doubleValue();
        }
        throw json.wrong(field, "must be a number");
    }
}
