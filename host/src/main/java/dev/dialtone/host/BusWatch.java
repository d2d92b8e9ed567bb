package dev.dialtone.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Listens to the bus for firewalld or NetworkManager beginning anew, or the first reading its files again. They may be
/// told late, but not never: also once the bus is listened to, and each time after it was lost.
///
/// SECURITY: anybody on the bus may send a signal of any name. So a signal only says that it is time to look, at most
/// once a second.
final class BusWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(BusWatch.class.getName());
    private static final int BETWEEN_SECONDS = 1;
    private static final int AGAIN_SECONDS = 5;
    private static final int LIFE_SECONDS = 30;

    private final String busAddress;
    private final Runnable changed;
    private final Semaphore news = new Semaphore(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private BusWatch(String busAddress, Runnable changed) {
        this.busAddress = busAddress;
        this.changed = changed;
    }

    /// @param changed called on the watch's own thread
    static BusWatch start(String busAddress, Runnable changed) {
        BusWatch watch = new BusWatch(busAddress, changed);
        Thread.ofPlatform().daemon().name("dialtone-bus-watch").start(watch::run);
        return watch;
    }

    private void run() {
        try {
            do {
                try (SystemBus bus = SystemBus.connect(busAddress)) {
                    listen(bus);
                } catch (BusException | RuntimeException e) {
                    LOG.log(Level.WARNING, "bus_not_watched reason=" + e.getMessage());
                    news.release();
                }
            } while (!closed.await(AGAIN_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(SystemBus bus) throws BusException, InterruptedException {
        bus.listen(SystemBus.NAME, "NameOwnerChanged", this::ownerChanged);
        bus.listen(Firewalld.BUS_NAME, "Reloaded", _ -> news.release());
        while (!isClosed()) {
            if (!news.tryAcquire(LIFE_SECONDS, TimeUnit.SECONDS)) {
                // throws when the bus is gone
                boolean _ = bus.hasOwner(SystemBus.NAME);
                continue;
            }
            if (isClosed()) {
                return;
            }
            int _ = news.drainPermits();
            if (Firewalld.settled(bus)) {
                tell();
            } else {
                news.release();
            }
            boolean _ = closed.await(BETWEEN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// With its name, its owner before, and the one now, which is empty when there is none.
    private void ownerChanged(Object... parameters) {
        if (parameters.length == 3
                && (Firewalld.BUS_NAME.equals(parameters[0]) || NetworkManager.BUS_NAME.equals(parameters[0]))
                && !"".equals(parameters[2])) {
            news.release();
        }
    }

    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "host_listener_failed", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        news.release();
    }
}
