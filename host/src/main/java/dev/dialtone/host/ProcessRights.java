package dev.dialtone.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Who this process is and what it may do, by /proc/self/status (proc(5)).
///
/// @param uid          its effective user; -1 when unknown
/// @param capabilities its effective ones, a bit each
record ProcessRights(int uid, long capabilities) {
    static final int CAP_NET_ADMIN = 12;
    static final int CAP_NET_RAW = 13;
    static final int CAP_SYS_ADMIN = 21;

    static final Path STATUS = Path.of("/proc/self/status");

    /// @throws IOException /proc is not there
    static ProcessRights read() throws IOException {
        return of(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
    }

    static ProcessRights of(String status) {
        int uid = field(status, "Uid:\\s*\\d{1,9}\\s+\\d{1,9}.*")
                .map(line -> Integer.parseInt(line.split("\\s+", -1)[2]))
                .orElse(-1);
        long capabilities = field(status, "CapEff:\\s*[0-9a-fA-F]{1,16}")
                .map(line -> Long.parseUnsignedLong(
                        line.substring("CapEff:".length()).strip(), 16))
                .orElse(0L);
        return new ProcessRights(uid, capabilities);
    }

    private static Optional<String> field(String status, String pattern) {
        return status.lines().filter(line -> line.matches(pattern)).findFirst();
    }

    boolean has(int capability) {
        return (capabilities >>> capability & 1) != 0;
    }
}
