package dev.dialtone.manager;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.fuzz.Check;
import java.util.Optional;

/// What a stranger says to the doctor instead of, or in, an HTTP answer.
class DoctorFuzz {
    /// Most characters of a byte that is shown, of 200 of them, with the quotes and the dots.
    private static final int MOST = 4 * 200 + 5;

    @FuzzTest
    void stranger(byte[] data) {
        shown(PeerBytes.quoted(data), 1);
        int end = HttpHead.end(data, data.length);
        Check.that(end <= data.length && (end < 0 || end >= 4), "a head ends in what there is");
        Optional<HttpHead> head = HttpHead.of(data);
        if (head.isPresent()) {
            shown(head.get().words(), 2);
            int status = head.get().status();
            Check.that(status == 0 || status >= 100 && status <= 999, "a status has three digits");
        }
    }

    /// No stranger writes to a terminal.
    private static void shown(String text, int parts) {
        Check.that(text.chars().allMatch(c -> c >= ' ' && c < 0x7F), "only printable ASCII is shown");
        Check.that(text.length() <= parts * MOST + ", Server: ".length(), "what is shown is bounded");
    }
}
