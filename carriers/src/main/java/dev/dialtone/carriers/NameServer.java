package dev.dialtone.carriers;

import java.net.InetAddress;

/// A name server of the peer's network, as it was found.
///
/// @param standing what is known of it
public record NameServer(InetAddress address, Standing standing) {

    /// From the best to the worst, for whoever asks one after the other.
    public enum Standing {
        /// It answered.
        ANSWERING("answering"),
        /// It was asked, and has still time.
        ASKED("asked"),
        /// All it says is that it cannot (SERVFAIL).
        FAILING("failing"),
        /// It does not answer.
        SILENT("silent");

        private final String word;

        Standing(String word) {
            this.word = word;
        }

        /// As in JSON and text.
        public String word() {
            return word;
        }
    }
}
