package dev.dialtone.checker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that a run shows of one connection, each list in the order of the lines.
final class Trail {
    final String id;
    final List<Notice> log = new ArrayList<>();
    final List<Fact.Dial> dials = new ArrayList<>();
    final List<Fact.Told> completions = new ArrayList<>();
    final List<Fact.HangUp> hangUps = new ArrayList<>();
    final List<Fact.Told> hungUp = new ArrayList<>();
    final List<Fact.Release> releases = new ArrayList<>();
    final List<Fact.Ack> acks = new ArrayList<>();
    final List<Fact.Answer> answers = new ArrayList<>();
    final List<Fact.Wire> wires = new ArrayList<>();
    final List<Fact.Carrier> carriers = new ArrayList<>();
    final List<Fact.Fault> faults = new ArrayList<>();
    final List<Observation> observations = new ArrayList<>();

    private @Nullable List<Attempt> attempts;

    Trail(String id) {
        this.id = id;
    }

    /// To be asked when the whole run has been read.
    List<Attempt> attempts() {
        List<Attempt> made = attempts;
        if (made == null) {
            made = Attempt.of(log);
            attempts = made;
        }
        return made;
    }

    /// The dial that made the connection; null when it never returned to its client.
    Fact.@Nullable Dial creator() {
        for (Fact.Dial dial : dials) {
            // also one that would have joined another dial, had there been one
            if (!dial.existing()
                    && (log.isEmpty() || dial.line() < log.getFirst().line())) {
                return dial;
            }
        }
        return null;
    }

    boolean asked(String option) {
        for (Fact.Dial dial : dials) {
            if (dial.wants(option)) {
                return true;
            }
        }
        return false;
    }

    Limits limits(Limits ofRun) {
        Fact.Dial creator = creator();
        return creator == null ? ofRun : ofRun.with(creator.options());
    }

    /// The notification with this number, the first if there are two.
    @Nullable
    Notice bySeq(long seq) {
        // a sound log has it in its place
        if (seq >= 1 && seq <= log.size() && log.get((int) seq - 1).seq() == seq) {
            return log.get((int) seq - 1);
        }
        for (Notice n : log) {
            if (n.seq() == seq) {
                return n;
            }
        }
        return null;
    }

    /// How much of the log stood before this line.
    int sizeBefore(int line) {
        int size = log.size();
        while (size > 0 && log.get(size - 1).line() >= line) {
            size--;
        }
        return size;
    }

    @Nullable
    Notice lastBefore(int line) {
        int size = sizeBefore(line);
        return size == 0 ? null : log.get(size - 1);
    }

    @Nullable
    Notice firstAfter(int line) {
        int size = sizeBefore(line + 1);
        return size == log.size() ? null : log.get(size);
    }

    /// Whether a notification of this state, without error, stood before the line in the attempt that was under way.
    boolean entered(int line, int... codes) {
        int size = sizeBefore(line);
        for (int i = size - 1;
                i >= 0 && log.get(i).attempt() == log.get(size - 1).attempt();
                i--) {
            for (int code : codes) {
                if (log.get(i).code() == code && log.get(i).error() == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The first hang-up that was accepted, or the release of the last reference; null when nobody ended it.
    @Nullable
    Fact ended() {
        Fact first = null;
        for (Fact.HangUp hangUp : hangUps) {
            if (hangUp.error() == 0) {
                first = hangUp;
                break;
            }
        }
        for (Fact.Release release : releases) {
            if (release.left() == 0 && (first == null || release.line() < first.line())) {
                first = release;
            }
        }
        return first;
    }

    /// Whether it was ended by a call that had returned before this line.
    boolean endedBefore(int line) {
        Fact ended = ended();
        return ended != null && ended.line() < line;
    }
}
