package dev.dialtone.core;

/// One mailbox with one thread of execution and one clock. All that touches a connection's state runs on its loop; in
/// production a virtual thread drains it, in the simulator one thread of virtual time drains all of them.
public interface Loop {

    /// Monotonic time in nanoseconds; only differences mean anything.
    long nanoTime();

    /// Runs the task later on this loop, after those already given. Callable from any thread; never blocks.
    void execute(Runnable task);

    /// Runs the task on this loop once [#nanoTime()] has reached the given time. Callable from any thread.
    Timer at(long nanos, Runnable task);

    /// A task to come.
    interface Timer {
        /// After this, called on the loop, the task will not run.
        void cancel();
    }
}
