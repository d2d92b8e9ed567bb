package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A capture as Wireshark reads it.
record Tshark(Path file) {
    /// What a filter lets through, each as its fields with a blank between.
    List<String> fields(String filter, String... fields) {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", filter));
        command.addAll(List.of("-T", "fields", "-E", "separator=/s"));
        for (String field : fields) {
            command.add("-e");
            command.add(field);
        }
        return lines(command);
    }

    /// The frames as direction (0 sent, 1 received) and the protocol they are of, without what is inside of packets.
    List<String> protocols() {
        return fields("frame", "frame.p2p_dir", "_ws.col.Protocol");
    }

    /// All there is, put into words.
    String everything() {
        return String.join("\n", lines(List.of("tshark", "-n", "-V", "-x", "-r", file.toString())));
    }

    private static List<String> lines(List<String> command) {
        PeerProcess tshark = PeerProcess.run(command.toArray(String[]::new));
        assertThat(tshark.code()).as("%s", tshark).isZero();
        assertThat(tshark.errors())
                .as("%s", tshark)
                .doesNotContain("cut short")
                .doesNotContain("damaged")
                .doesNotContain("corrupt");
        return tshark.lines().stream().map(PeerProcess.Line::text).toList();
    }
}
