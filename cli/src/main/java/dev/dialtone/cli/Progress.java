package dev.dialtone.cli;

import java.time.Duration;

/// A line on a terminal that says for how long something has been going on, once that is worth saying; gone when it
/// is over. Nothing where nobody watches.
final class Progress implements AutoCloseable {
    private static final String BEGIN_OF_LINE = "\r\u001b[K";

    private final Screen screen;
    private final String what;
    private final Duration pace;
    private final Thread thread;
    private boolean shown;
    private boolean over;

    private Progress(Screen screen, String what, Duration pace) {
        this.screen = screen;
        this.what = what;
        this.pace = pace;
        this.thread = Thread.ofVirtual().name("dialtone-progress").unstarted(this::run);
    }

    /// @param what as the beginning of a line
    /// @param pace until it is first shown, and between changes of it
    static Progress start(Screen screen, String what, Duration pace) {
        Progress progress = new Progress(screen, what, pace);
        if (screen.watched()) {
            progress.thread.start();
        }
        return progress;
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        long begun = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(pace);
                show((System.nanoTime() - begun) / 1_000_000_000);
            }
        } catch (InterruptedException e) {
            // it is over
        }
    }

    private synchronized void show(long seconds) {
        if (!over) {
            shown = true;
            screen.err().print(BEGIN_OF_LINE + Screen.clean(what) + " (" + seconds + " s)");
            screen.err().flush();
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        thread.interrupt();
        if (shown) {
            shown = false;
            screen.err().print(BEGIN_OF_LINE);
            screen.err().flush();
        }
    }
}
