package dev.dialtone.checker;

import org.jspecify.annotations.Nullable;

/// The words that runs consist of, found by their hash, so that reading makes no copy of them. Never changes
/// after its
/// construction: any thread may look up.
final class Words {
    private static final int SIZE = 1024;
    private static final String[] KNOWN = {
        "t",
        "what",
        "run",
        "seed",
        "limits",
        "stateMillis",
        "dialMillis",
        "hangupMillis",
        "gateMillis",
        "pauseMillis",
        "started",
        "generation",
        "killed",
        "stopped",
        "client",
        "event",
        "opened",
        "died",
        "closed",
        "dial",
        "connection",
        "entry",
        "existing",
        "seq",
        "options",
        "gated",
        "paused",
        "background",
        "bound",
        "join",
        "redial",
        "redialAttempts",
        "server",
        "dialRefused",
        "error",
        "log",
        "notification",
        "observe",
        "observer",
        "since",
        "told",
        "observed",
        "lastSeq",
        "lagged",
        "unobserved",
        "completion",
        "hangup",
        "hungUp",
        "release",
        "left",
        "ack",
        "answer",
        "result",
        "accepted",
        "already answered",
        "refused",
        "wire",
        "step",
        "carrier",
        "fault",
        "kind",
        "state",
        "journal",
        "op",
        "announce",
        "undone",
        "id",
        "change",
        "host",
        "make",
        "undo",
        "hostState",
        "changes",
        "resolver",
        "servers",
        "watch",
        "status",
        "logSize",
        "listed",
        "connections",
        "explain",
        "quiet",
        "end",
        "time",
        "attempt",
        "subEntry",
        "code",
        "group",
        "name",
        "message",
        "detail",
        "layer",
        "peerCode",
        "peerText",
        "advice",
        "retryable",
        "ending",
        "cause",
        "reason",
        "prompt",
        "retryInMillis",
        "running",
        "terminal",
        "disconnection",
        "tcp",
        "tls",
        "http",
        "sstp",
        "lcp",
        "auth",
        "ipcp",
        "TCP_ACCEPT",
        "TLS",
        "HTTP",
        "SSTP_CONNECT",
        "LCP",
        "AUTH_RESPONSE",
        "CALL_CONNECTED",
        "IPCP",
        "CONNECTED"
    };

    private final @Nullable String[] table = new @Nullable String[SIZE];

    Words() {
        for (String word : KNOWN) {
            keep(word);
        }
        States.names().forEach(this::keep);
    }

    private void keep(String word) {
        int slot = slot(word.hashCode());
        while (table[slot] != null) {
            slot = slot + 1 & SIZE - 1;
        }
        table[slot] = word;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 16) & SIZE - 1;
    }

    /// @param hash `String.hashCode` of that part of the text
    String get(String text, int begin, int end, int hash) {
        int slot = slot(hash);
        for (String word = table[slot]; word != null; word = table[slot]) {
            if (word.length() == end - begin && word.hashCode() == hash && text.startsWith(word, begin)) {
                return word;
            }
            slot = slot + 1 & SIZE - 1;
        }
        return text.substring(begin, end);
    }
}
