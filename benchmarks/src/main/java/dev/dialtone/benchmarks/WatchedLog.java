package dev.dialtone.benchmarks;

import java.util.Arrays;

/// What the observers of one process were told of one connection: the first who sees a notification says what it is,
/// and all others are held to it (N6). For one thread.
final class WatchedLog {
    private long[] hashes = new long[16];
    private int known;
    private int open;
    private int ended;

    /// @return whether it is the same that others were told
    boolean told(long seq, String data) {
        int index = Math.toIntExact(seq) - 1;
        long hash = hash(data);
        if (index < known) {
            return hashes[index] == hash;
        }
        if (index > known) {
            // whoever starts later than at the beginning knows nothing of what was before
            throw new IllegalStateException("every observer begins at 1");
        }
        if (known == hashes.length) {
            hashes = Arrays.copyOf(hashes, known * 2);
        }
        hashes[known++] = hash;
        return true;
    }

    void opened() {
        open++;
    }

    /// @return whether this was the last observer
    boolean ended() {
        ended++;
        return --open == 0;
    }

    int count() {
        return ended;
    }

    long lastSeq() {
        return known;
    }

    long digest() {
        long digest = 1;
        for (int i = 0; i < known; i++) {
            digest = digest * 31 + hashes[i];
        }
        return digest;
    }

    /// Of a log that was read as a whole, one JSON text each.
    static long digest(Iterable<String> log) {
        long digest = 1;
        for (String data : log) {
            digest = digest * 31 + hash(data);
        }
        return digest;
    }

    private static long hash(String data) {
        long hash = 7;
        for (int i = 0; i < data.length(); i++) {
            hash = hash * 1_000_003 + data.charAt(i);
        }
        return hash;
    }
}
