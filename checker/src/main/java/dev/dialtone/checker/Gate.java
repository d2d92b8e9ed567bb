package dev.dialtone.checker;

/// Whether a gated dial had to wait, and how long (N9).
final class Gate {
    private Gate() {}

    /// Whether the notification was acknowledged before that line, or nobody was left who could.
    static boolean isOpen(Run run, Trail trail, Fact.Dial dial, Notice last, int line) {
        if (run.goneAt(dial.client()).line() < line) {
            return true;
        }
        for (Fact.Ack ack : trail.acks) {
            if (ack.line() < line && ack.seq() >= last.seq()) {
                return true;
            }
        }
        return nobodyListens(trail, dial, line);
    }

    /// N12: who asked for no more notifications acknowledges none.
    private static boolean nobodyListens(Trail trail, Fact.Dial dial, int line) {
        boolean listened = false;
        for (Observation observation : trail.observations) {
            if (observation.client.equals(dial.client()) && observation.line < line) {
                if (observation.openAt(line)) {
                    return false;
                }
                listened = true;
            }
        }
        return listened;
    }

    /// How long the dial may have waited between two notifications, in microseconds.
    static long waited(Run run, Trail trail, Notice last, Notice next) {
        Fact.Dial dial = trail.creator();
        if (dial == null || !dial.wants("gated")) {
            return 0;
        }
        long until = Math.min(next.t(), last.t() + trail.limits(run.limits).gate());
        for (Fact.Ack ack : trail.acks) {
            if (ack.seq() >= last.seq() && ack.line() > last.line()) {
                return Math.max(0, Math.min(until, ack.t()) - last.t());
            }
        }
        return until - last.t();
    }
}
