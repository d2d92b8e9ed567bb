package dev.dialtone.checker;

import java.util.List;

/// What a line of a run says, as far as rules need it (`docs/facts.md`). Lines count from 1; `t` is in microseconds
/// of virtual time. A text that may be absent is empty then.
sealed interface Fact
        permits Notice,
                Fact.Dial,
                Fact.Happened,
                Fact.Refused,
                Fact.HangUp,
                Fact.Release,
                Fact.Ack,
                Fact.Answer,
                Fact.Told,
                Fact.Wire,
                Fact.Carrier,
                Fact.Fault,
                Fact.Journal,
                Fact.Host,
                Fact.OnHost,
                Fact.Status,
                Fact.Listed,
                Fact.Event {

    int line();

    long t();

    /// A dial has returned a connection.
    ///
    /// @param seq of the existing `Connected`, when there was one
    record Dial(
            int line,
            long t,
            String client,
            String connection,
            String entry,
            boolean existing,
            long seq,
            JsonObject options)
            implements Fact {

        boolean wants(String option) {
            return options.flag(option);
        }

        /// Whether it made the connection, instead of holding one that was there.
        boolean creates() {
            return !existing && !wants("join");
        }
    }

    /// The manager or a client begins or ends.
    ///
    /// @param who empty for the manager
    record Happened(int line, long t, Kind kind, String who) implements Fact {
        enum Kind {
            STARTED,
            KILLED,
            STOPPED,
            GONE
        }
    }

    /// A dial was refused.
    record Refused(int line, long t, String client, String entry, int error) implements Fact {}

    /// The call of a hang-up has returned, or its future was completed.
    ///
    /// @param error 0 when it was accepted
    record HangUp(int line, long t, String client, String connection, int error) implements Fact {}

    record Release(int line, long t, String client, String connection, long left) implements Fact {}

    record Ack(int line, long t, String client, String connection, long seq) implements Fact {}

    record Answer(int line, long t, String client, String connection, long seq, String result) implements Fact {}

    /// A notification has reached a future of a client's: that of a dial or of a hang-up.
    record Told(String client, String connection, Notice notice) implements Fact {
        @Override
        public int line() {
            return notice.line();
        }

        @Override
        public long t() {
            return notice.t();
        }
    }

    /// The server saw the first sign of a step.
    record Wire(int line, long t, String connection, String step) implements Fact {}

    record Carrier(int line, long t, String connection, boolean opened) implements Fact {}

    record Fault(int line, long t, String connection) implements Fact {}

    record Journal(int line, long t, boolean announce, String id, String change) implements Fact {}

    record Host(int line, long t, boolean make, String change, String connection) implements Fact {
        /// Whether the change is a device: `Device[name=…]`, or `kind=device` in its text or JSON.
        boolean isDevice() {
            return change.regionMatches(true, 0, "device", 0, 6)
                    || change.contains("kind=device")
                    || change.contains("\"kind\":\"device\"");
        }
    }

    /// What is on the host beyond what was there at the start: changes, or name servers.
    record OnHost(int line, long t, String what, List<String> left) implements Fact {}

    /// @param answered what the query gave; empty when nothing
    record Status(int line, long t, String connection, JsonObject answered, long logSize) implements Fact {}

    record Listed(int line, long t, List<String> connections) implements Fact {}

    /// A subscription to all connections was told something.
    record Event(int line, long t, JsonObject json) implements Fact {
        String kind() {
            return json.text("event");
        }

        String connection() {
            return json.text("connection");
        }
    }
}
