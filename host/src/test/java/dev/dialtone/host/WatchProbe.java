package dev.dialtone.host;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The steps of [HostProbe] about noticing changes.
final class WatchProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static volatile long asleepNanos;

    private final LinuxHost host;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<Long> calls = new ArrayList<>();
    private final List<HostWatch> watches = new ArrayList<>();
    private final List<ChangeSocket> sockets = new ArrayList<>();
    private long heard;
    private volatile @Nullable InetAddress lastRoute;

    WatchProbe(LinuxHost host) {
        this.host = host;
    }

    /// Runs in real time, but sleeps when it is told.
    static MachineClock clock(Arena arena) {
        LinuxClock real = new LinuxClock(arena);
        return new MachineClock() {
            @Override
            public long monotonicNanos() {
                return real.monotonicNanos();
            }

            @Override
            public long boottimeNanos() {
                return real.boottimeNanos() + asleepNanos;
            }
        };
    }

    void run(String... words) throws Exception {
        switch (words[0]) {
            case "listen" -> sockets.add(new ChangeSocket(Arena.global(), host::isOurs));
            case "heard" -> heard();
            case "watch" -> watches.add(host.watch(new Listener(words.length > 1)));
            case "told" -> System.out.println("told " + next());
            case "unwatch" -> unwatch();
            case "sleep" ->
                asleepNanos += Duration.ofSeconds(Integer.parseInt(words[1])).toNanos();
            case "flood" -> flood(Integer.parseInt(words[1]), words[2]);
            case "burst" -> burst(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /// The kernel queues a notification before the call that caused it returns, so that all are here already.
    private void heard() throws NetlinkException {
        boolean others = sockets.getFirst().drain();
        boolean some = sockets.getFirst().heard() > heard;
        heard = sockets.getFirst().heard();
        System.out.println("heard " + (some ? "something" : "nothing") + (others ? " of others" : ""));
    }

    private String next() throws InterruptedException {
        String word = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return word == null ? "nothing" : word;
    }

    private void unwatch() throws InterruptedException {
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(LinuxHostWatch.THREAD_NAME))
                .toList();
        long begin = System.nanoTime();
        for (HostWatch watch : watches) {
            watch.close();
            watch.close();
        }
        boolean ended = true;
        for (Thread thread : threads) {
            ended &= thread.isDaemon() && thread.join(PATIENCE);
        }
        // well before it would have looked at the clocks by itself
        boolean atOnce = System.nanoTime() - begin < Duration.ofSeconds(4).toNanos();
        System.out.println("watch threads " + threads.size() + (ended && atOnce ? " ended" : " still there"));
    }

    private static void flood(int routes, String protocol) throws Exception {
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < routes; i++) {
            batch.append("route add 10.").append(i >> 8).append('.').append(i & 255);
            batch.append("/32 dev eth9 proto ").append(protocol).append('\n');
        }
        Path file = Files.createTempFile("dtt", ".batch");
        Files.writeString(file, batch);
        HostProbe.command("ip", "-batch", file.toString());
        Files.delete(file);
    }

    /// Many changes, then waits for a call that sees the last of them.
    private void burst(int routes) throws Exception {
        int number = routes - 1;
        lastRoute = InetAddress.ofLiteral("10." + (number >> 8) + "." + (number & 255) + ".0");
        flood(routes, "static");
        String last;
        do {
            last = next();
        } while (last.equals("changed"));
        List<Long> times;
        synchronized (calls) {
            times = List.copyOf(calls);
        }
        long least = Long.MAX_VALUE;
        for (int i = 1; i < times.size(); i++) {
            least = Math.min(least, times.get(i) - times.get(i - 1));
        }
        System.out.println("burst: last " + last + ", fewer than changes " + (times.size() < routes / 10) + ", apart "
                + (least >= ChangePace.DELAY.toNanos()));
    }

    /// The call sees the last change: it came after it, however late either was.
    private boolean complete() {
        InetAddress last = lastRoute;
        return last != null
                && host.outerRouteTo(last).filter(hop -> hop.gateway() == null).isPresent();
    }

    private final class Listener implements HostListener {
        private final boolean throwing;

        Listener(boolean throwing) {
            this.throwing = throwing;
        }

        @Override
        public void networkChanged() {
            synchronized (calls) {
                calls.add(System.nanoTime());
            }
            tell(complete() ? "complete" : "changed");
        }

        @Override
        public void namesRewritten() {
            tell("rewritten");
        }

        @Override
        public void linkManagersChanged() {
            tell("managers");
        }

        @Override
        public void resumed(Duration asleep) {
            // the clocks are read one after the other
            tell("resumed " + asleep.plusMillis(500).toMinutes() + " min");
        }

        private void tell(String word) {
            told.add(word);
            if (throwing) {
                throw new IllegalStateException("the listener's own");
            }
        }
    }
}
