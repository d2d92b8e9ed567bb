package dev.dialtone.checker;

import dev.dialtone.checker.Fact.Happened;
import dev.dialtone.checker.Fact.Happened.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A whole run, sorted by what it is about. Filled by [RunReader], then only read.
final class Run {
    static final Fact.Happened NEVER = new Fact.Happened(Integer.MAX_VALUE, Long.MAX_VALUE, Kind.GONE, "");

    long seed;
    Limits limits = Limits.CONTRACT;

    /// Lines that are no facts, or stand where they must not: line and sentence.
    final Map<Integer, String> unreadable = new LinkedHashMap<>();

    /// What a rule must see in one order across connections: the log and the host.
    final List<Fact> inOrder = new ArrayList<>();

    final Map<String, Trail> trails = new LinkedHashMap<>();
    final Map<String, Observation> observers = new HashMap<>();
    final List<Watching> watchings = new ArrayList<>();
    final List<Happened> manager = new ArrayList<>();
    final Map<String, Happened> gone = new HashMap<>();
    final List<Fact.Refused> refused = new ArrayList<>();
    final List<Fact.Status> statuses = new ArrayList<>();
    final List<Fact.Listed> lists = new ArrayList<>();
    /// Lines at which the host told the manager that the network had changed.
    final List<Integer> networkChanges = new ArrayList<>();

    /// Where nothing is under way any more; null when the run never became quiet.
    Fact.@Nullable Happened quiet;

    Trail trail(String id) {
        return trails.computeIfAbsent(id, Trail::new);
    }

    /// What the run shows of that connection, for a rule: nothing when it shows nothing.
    Trail known(String id) {
        Trail trail = trails.get(id);
        return trail == null ? new Trail(id) : trail;
    }

    /// When the client died or closed; [#NEVER] when it did not.
    Happened goneAt(String client) {
        return gone.getOrDefault(client, NEVER);
    }

    boolean managerUp(int line) {
        boolean up = false;
        for (Happened h : manager) {
            if (h.line() > line) {
                break;
            }
            up = h.kind() == Kind.STARTED;
        }
        return up;
    }

    /// The first time that the manager ended between two lines, killed or in order; null when it lived on.
    @Nullable
    Happened managerEnd(int after, int before) {
        for (Happened h : manager) {
            if (h.line() > after && h.line() < before && h.kind() != Kind.STARTED) {
                return h;
            }
        }
        return null;
    }

    @Nullable
    Happened started(int after, int before) {
        for (Happened h : manager) {
            if (h.line() > after && h.line() < before && h.kind() == Kind.STARTED) {
                return h;
            }
        }
        return null;
    }

    boolean killedBefore(int line) {
        for (Happened h : manager) {
            if (h.line() < line && h.kind() == Kind.KILLED) {
                return true;
            }
        }
        return false;
    }

    /// Whether the connection may have something at this line: its last notification is not the end of an attempt,
    /// and the manager that wrote it has not ended since.
    boolean alive(Trail trail, int line) {
        Notice last = trail.lastBefore(line);
        return last != null && !last.isOver() && managerEnd(last.line(), line) == null;
    }
}
