package dev.dialtone.daemon;

import dev.dialtone.manager.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

// SECURITY: whoever asks most would otherwise get most of the processor.
/// Work that one unprivileged user's requests do one after another, so that those of others wait for one of it at
/// most. The privileged do not wait.
final class Turns {
    private static final class Turn extends ReentrantLock {
        private static final long serialVersionUID = 1L;
        private int wanted;
    }

    private final Map<Integer, Turn> turns = new HashMap<>();

    void work(Caller caller, Runnable work) {
        if (caller.privileged()) {
            work.run();
            return;
        }
        Turn turn = come(caller.uid());
        turn.lock();
        try {
            work.run();
        } finally {
            turn.unlock();
            go(caller.uid(), turn);
        }
    }

    private synchronized Turn come(int uid) {
        Turn turn = turns.computeIfAbsent(uid, _ -> new Turn());
        turn.wanted++;
        return turn;
    }

    private synchronized void go(int uid, Turn turn) {
        if (--turn.wanted == 0) {
            turns.remove(uid);
        }
    }

    synchronized int users() {
        return turns.size();
    }
}
