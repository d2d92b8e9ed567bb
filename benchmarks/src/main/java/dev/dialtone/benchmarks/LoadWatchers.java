package dev.dialtone.benchmarks;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Thousands of observers in one process and on one thread; each checks every `seq`. It may be killed at any instant.
///
/// Takes a directory, says `ready`. Commands:
///
/// - `watch ID COUNT` begins so many observers of a connection from its beginning. When all that are begun have been
/// told
///   its ending it says `ended ID COUNT LAST_SEQ DIGEST`.
/// - `drop COUNT` has so many drop their stream and resume by `Last-Event-ID`.
/// - `stuck ID` begins an observer that never reads; `unstick` reads it at last and says `unstuck ID SEQ HOW`
/// of each.
/// - `sample` says `sample OPEN EVENTS RESUMED BROKEN LAGGED DELAYS`, counted since the last one.
///
/// `broken WHY` tells of an observer that was not given what it was promised.
public final class LoadWatchers {
    private static final int BUFFER = 64 * 1024;
    private static final long PAUSE_MILLIS = 200;
    private static final long UNSTICK_NANOS = 2_000_000_000L;

    private final UnixDomainSocketAddress socket;
    private final Selector selector;
    private final ConcurrentLinkedQueue<String[]> commands = new ConcurrentLinkedQueue<>();
    private final Map<String, WatchedLog> logs = new HashMap<>();
    private final List<WatchedStream> stuck = new ArrayList<>();
    private final LatencyHistogram delays = new LatencyHistogram();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Random random = new Random();
    private long events;
    private int resumed;
    private int broken;
    private int lagged;

    private LoadWatchers(UnixDomainSocketAddress socket, Selector selector) {
        this.socket = socket;
        this.selector = selector;
    }

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        LoadWatchers watchers =
                new LoadWatchers(UnixDomainSocketAddress.of(places.resolve(MemoryDaemon.SOCKET)), Selector.open());
        Thread.ofPlatform().daemon().start(watchers::run);
        System.out.println("ready");
        LoadInput in = new LoadInput(System.in);
        for (var words = in.words(); words.isPresent(); words = in.words()) {
            watchers.commands.add(words.get());
            watchers.selector.wakeup();
        }
        System.exit(0);
    }

    private void run() {
        try {
            while (true) {
                selector.select(PAUSE_MILLIS);
                List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
                selector.selectedKeys().clear();
                for (SelectionKey key : ready) {
                    if (key.attachment() instanceof WatchedStream stream && key.isValid()) {
                        read(stream);
                    }
                }
                // a few at a time, so that streams are read while thousands are begun
                String[] command = commands.poll();
                if (command != null) {
                    command(command);
                    selector.wakeup();
                }
            }
        } catch (IOException | RuntimeException e) {
            System.out.println("broken a process of observers failed: " + e);
            System.exit(1);
        }
    }

    private void command(String[] words) throws IOException {
        switch (words[0]) {
            case "watch" -> {
                WatchedLog log = logs.computeIfAbsent(words[1], _ -> new WatchedLog());
                for (int i = 0; i < Integer.parseInt(words[2]); i++) {
                    watch(words[1], log);
                }
            }
            case "drop" -> {
                List<WatchedStream> all = new ArrayList<>(streams());
                Collections.shuffle(all, random);
                for (WatchedStream stream : all.subList(0, Math.min(all.size(), Integer.parseInt(words[1])))) {
                    resume(stream);
                }
            }
            // held, and never looked at again
            case "stuck" -> {
                SocketChannel channel = open(words[1], 0);
                channel.configureBlocking(false);
                stuck.add(new WatchedStream(words[1], new WatchedLog(), new LatencyHistogram(), channel));
            }
            case "unstick" -> unstick();
            case "sample" -> sample();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void watch(String connection, WatchedLog log) {
        try {
            SocketChannel channel = open(connection, 0);
            log.opened();
            register(channel, new WatchedStream(connection, log, delays, channel));
        } catch (IOException e) {
            System.out.println("broken an observer of " + connection + " gets no stream: " + e.getMessage());
        }
    }

    private List<WatchedStream> streams() {
        List<WatchedStream> all = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof WatchedStream stream && key.isValid()) {
                all.add(stream);
            }
        }
        return all;
    }

    private SocketChannel open(String connection, long since) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        // blocking: when the daemon's backlog is full the kernel makes this wait
        channel.connect(socket);
        channel.write(ByteBuffer.wrap(("GET /v1/connections/" + connection
                        + "/notifications HTTP/1.1\r\nHost: dialtone\r\nLast-Event-ID: " + since + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private void register(SocketChannel channel, WatchedStream stream) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, stream);
    }

    private void resume(WatchedStream stream) throws IOException {
        stream.channel().close();
        resumed++;
        SocketChannel again = open(stream.connection(), stream.seq());
        stream.resume(again);
        register(again, stream);
    }

    private void read(WatchedStream stream) throws IOException {
        WatchedStream.Turn turn;
        try {
            turn = stream.read(buffer);
        } catch (IOException e) {
            System.out.println("broken " + e.getMessage());
            turn = WatchedStream.Turn.ENDED;
        }
        events += stream.takeEvents();
        switch (turn) {
            case ON -> {}
            case ENDED -> end(stream);
            case LAGGED -> {
                lagged++;
                resume(stream);
            }
            case BROKE -> {
                broken++;
                resume(stream);
            }
        }
    }

    private void unstick() throws IOException {
        for (WatchedStream stream : stuck) {
            WatchedStream.Turn turn = WatchedStream.Turn.ON;
            long limit = System.nanoTime() + UNSTICK_NANOS;
            while (turn == WatchedStream.Turn.ON && System.nanoTime() < limit) {
                turn = stream.read(buffer);
                if (!buffer.hasRemaining() && buffer.limit() == 0) {
                    selector.select(1);
                }
            }
            stream.channel().close();
            System.out.println("unstuck " + stream.connection() + " " + stream.seq() + " " + turn);
        }
        stuck.clear();
    }

    private void end(WatchedStream stream) throws IOException {
        stream.channel().close();
        WatchedLog log = stream.log();
        if (log.ended()) {
            logs.remove(stream.connection());
            System.out.println(
                    "ended " + stream.connection() + " " + log.count() + " " + log.lastSeq() + " " + log.digest());
        }
    }

    private void sample() {
        System.out.println("sample " + streams().size() + " " + events + " " + resumed + " " + broken + " " + lagged
                + " " + delays.take());
        events = 0;
        resumed = 0;
        broken = 0;
        lagged = 0;
    }
}
