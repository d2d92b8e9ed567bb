package dev.dialtone.manager;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Pcapng;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A capture inside the manager's own process: takes frames out of its queue and makes blocks of them.
final class LocalCapture implements Capture {
    /// How long it is silent: a client that is gone is found when it is told something.
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final CaptureQueue queue;
    private final InstantSource wall;
    private final String entry;
    private final Consumer<LocalCapture> ended;
    private final long startNanos;
    private final long begunAt = System.nanoTime();
    private final long limitNanos;
    private volatile @Nullable String connection;
    private volatile boolean closed;

    // of whoever takes
    private boolean begun;
    private boolean named;
    private boolean over;

    /// @param entry of the connection, the one that is there or the one that is waited for
    /// @param ended run when nothing more is taken in, perhaps more than once
    LocalCapture(String entry, CaptureOptions options, InstantSource wall, Consumer<LocalCapture> ended) {
        this(entry, options, wall, CaptureQueue.MOST_BYTES, ended);
    }

    /// @param roomBytes of its queue
    LocalCapture(
            String entry, CaptureOptions options, InstantSource wall, int roomBytes, Consumer<LocalCapture> ended) {
        long frames = options.frames() == 0 ? Long.MAX_VALUE : options.frames();
        this.queue = new CaptureQueue(wall, options.controlOnly(), frames, roomBytes);
        this.wall = wall;
        this.entry = entry;
        this.ended = ended;
        this.startNanos = CaptureQueue.nanos(wall.instant());
        this.limitNanos =
                options.time().isZero() ? Long.MAX_VALUE : options.time().toNanos();
    }

    CaptureQueue queue() {
        return queue;
    }

    /// What it sees from now on is of this connection.
    void sees(String id) {
        connection = id;
    }

    @Override
    public byte @Nullable [] next() {
        if (!begun) {
            begun = true;
            return begin();
        }
        try {
            return over || closed ? null : await(SILENCE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return null;
        }
    }

    private byte[] begin() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(Pcapng.sectionHeader(
                "Dialtone " + Version.TEXT, "Passwords, and what is computed from them, are overwritten with *."));
        file.writeBytes(Pcapng.interfaceDescription(entry, "PPP of the entry \"" + entry + "\""));
        return file.toByteArray();
    }

    private byte @Nullable [] await(long nanos) throws InterruptedException {
        List<CaptureQueue.Frame> frames = queue.take(Math.min(nanos, left()));
        if (left() <= 0) {
            // also when there is always another frame; what came until now is still taken
            queue.end();
        }
        if (closed) {
            return null;
        }
        boolean last = queue.isEnded();
        if (frames.isEmpty()) {
            // what came at the last moment
            frames = queue.take(0);
        }
        if (!frames.isEmpty()) {
            return blocks(frames);
        }
        over = last;
        if (over) {
            ended.accept(this);
        }
        return statistics();
    }

    private long left() {
        return limitNanos == Long.MAX_VALUE ? limitNanos : limitNanos - (System.nanoTime() - begunAt);
    }

    private byte[] blocks(List<CaptureQueue.Frame> frames) {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (CaptureQueue.Frame frame : frames) {
            blocks.writeBytes(Pcapng.packet(frame.epochNanos(), frame.data(), frame.dropped(), comment()));
        }
        return blocks.toByteArray();
    }

    /// The first frame says which connection it is of: nobody knew when the file began.
    private String comment() {
        if (named) {
            return "";
        }
        named = true;
        return "connection " + connection + " of the entry \"" + entry + "\"";
    }

    private byte[] statistics() {
        CaptureQueue.Count count = queue.count();
        return Pcapng.statistics(startNanos, now(), count.seen(), count.dropped());
    }

    private long now() {
        return CaptureQueue.nanos(wall.instant());
    }

    @Override
    public void close() {
        closed = true;
        queue.abandon();
        ended.accept(this);
    }
}
