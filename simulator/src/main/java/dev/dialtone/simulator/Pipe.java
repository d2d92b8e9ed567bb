package dev.dialtone.simulator;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One stream of a carrier: everything arrives on the receiver's loop in the order in which it was sent, or
/// not at all.
final class Pipe {
    /// How long an end whose link is dead waits before it takes the other for dead.
    static final long GIVE_UP_NANOS = 900_000_000_000L;

    private static final int MAX_PIECES = 8;

    /// The end that bytes arrive at.
    interface Receiver {
        /// The array belongs to the pipe again after the return.
        void received(byte[] buffer, int offset, int length);

        /// The other end is done.
        ///
        /// @param orderly whether TLS said so too
        void ended(boolean orderly);

        void reset();

        /// TLS has met a record that is not whole.
        void garbled();
    }

    private final SimLoop to;
    private final LinkPlan plan;
    private final RandomGenerator random;
    private final Receiver receiver;
    private @Nullable ByteArrayOutputStream gathering;
    private long lastArrival;
    private long sent;
    private long troubleAt = Long.MAX_VALUE;
    private @Nullable Runnable trouble;
    private boolean stalled;
    private boolean finished;
    private boolean shut;
    private boolean corrupt;
    private boolean garble;

    Pipe(SimLoop to, LinkPlan plan, RandomGenerator random, Receiver receiver) {
        this.to = to;
        this.plan = plan;
        this.random = random;
        this.receiver = receiver;
    }

    /// Runs the task right before the byte that comes after so many.
    void troubleAt(long count, Runnable task) {
        troubleAt = count;
        trouble = task;
    }

    void send(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && !finished) {
            Runnable befalls = trouble;
            if (befalls != null && sent >= troubleAt) {
                trouble = null;
                befalls.run();
                continue;
            }
            int piece = befalls == null ? end - at : (int) Math.min(end - at, troubleAt - sent);
            sent += piece;
            transmit(bytes, at, piece);
            at += piece;
        }
    }

    private void transmit(byte[] bytes, int offset, int length) {
        if (stalled) {
            return;
        }
        if (garble) {
            finished = true;
            post(receiver::garbled);
            return;
        }
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        if (corrupt) {
            corrupt = false;
            copy[0] ^= (byte) (1 << random.nextInt(8));
        }
        switch (plan.chunking()) {
            case WHOLE -> piece(copy, 0, length);
            case SPLIT -> {
                int at = 0;
                for (int left = random.nextInt(MAX_PIECES); left > 0 && at < length; left--) {
                    int some = 1 + random.nextInt(length - at);
                    piece(copy, at, some);
                    at += some;
                }
                if (at < length) {
                    piece(copy, at, length - at);
                }
            }
            case BYTES -> {
                for (int at = 0; at < length; at++) {
                    piece(copy, at, 1);
                }
            }
            case GLUED -> glue(copy);
        }
    }

    private void piece(byte[] bytes, int offset, int length) {
        post(() -> receiver.received(bytes, offset, length));
    }

    private void glue(byte[] bytes) {
        ByteArrayOutputStream open = gathering;
        if (open != null) {
            open.writeBytes(bytes);
            return;
        }
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        opened.writeBytes(bytes);
        gathering = opened;
        post(() -> {
            if (gathering == opened) {
                gathering = null;
            }
            byte[] all = opened.toByteArray();
            receiver.received(all, 0, all.length);
        });
    }

    /// Runs the task at the receiver's end when what was sent before has arrived; not when the link is dead or
    /// nobody receives any more.
    void post(Runnable arrival) {
        if (stalled) {
            return;
        }
        long jitter = plan.jitterNanos() == 0 ? 0 : random.nextLong(plan.jitterNanos() + 1);
        lastArrival = Math.max(lastArrival, to.nanoTime() + plan.latencyNanos() + jitter);
        var _ = to.at(lastArrival, () -> {
            if (!shut) {
                arrival.run();
            }
        });
    }

    /// Nothing more is sent, and the receiver will hear of it.
    void finish(boolean orderly) {
        if (!finished) {
            finished = true;
            gathering = null;
            if (stalled) {
                giveUp();
            } else {
                post(() -> receiver.ended(orderly));
            }
        }
    }

    /// Cut; the receiver will hear of it.
    ///
    /// @param lossy whether what is on its way is lost with it
    void reset(boolean lossy) {
        if (!finished) {
            finished = true;
            gathering = null;
            if (stalled) {
                giveUp();
            } else if (lossy) {
                long arrival = to.nanoTime() + plan.latencyNanos();
                shut = true;
                var _ = to.at(arrival, receiver::reset);
            } else {
                post(receiver::reset);
            }
        }
    }

    /// From now on nothing arrives.
    void stall() {
        stalled = true;
        gathering = null;
    }

    boolean stalled() {
        return stalled;
    }

    /// The next byte arrives with one bit turned round.
    void corruptNext() {
        corrupt = true;
    }

    /// The next byte breaks TLS.
    void garbleNext() {
        garble = true;
    }

    /// Nobody receives any more.
    void shut() {
        shut = true;
    }

    private void giveUp() {
        var _ = to.after(GIVE_UP_NANOS, () -> {
            if (!shut) {
                receiver.reset();
            }
        });
    }
}
