package dev.dialtone.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// NetworkManager over D-Bus (its D-Bus reference): told to leave a link of ours alone. A TUN that somebody else made
/// it takes for "connected (externally)" once it is up, and then sets the link's name servers in systemd-resolved to
/// those that it knows of, which are none. What it is told it forgets with the link.
final class NetworkManager {
    static final String BUS_NAME = "org.freedesktop.NetworkManager";

    private static final Logger LOG = System.getLogger(NetworkManager.class.getName());

    /// There since it first ran: without it no bus is asked.
    private static final Path STATE = Path.of("/run/NetworkManager");

    private static final String PATH = "/org/freedesktop/NetworkManager";
    private static final String DEVICE = "org.freedesktop.NetworkManager.Device";
    private static final String NO_DEVICE = "org.freedesktop.NetworkManager.UnknownDevice";
    private static final String CONTROL = "org.freedesktop.NetworkManager.network-control";

    /// It learns of a new link from the kernel, as we do, in its own time.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final String busAddress;

    NetworkManager(String busAddress) {
        this.busAddress = busAddress;
    }

    /// Whether it ran since this machine started, and may run.
    static boolean plausible() {
        return Files.isDirectory(STATE) && SystemBusSocket.plausible();
    }

    /// Whether it may be told; what the doctor wants to know.
    enum State {
        ABSENT,
        FORBIDDEN,
        WILLING
    }

    State state() throws BusException {
        if (!plausible()) {
            return State.ABSENT;
        }
        try (SystemBus bus = SystemBus.connect(busAddress)) {
            if (!bus.hasOwner(BUS_NAME)) {
                return State.ABSENT;
            }
            Object[] permissions = bus.call(BUS_NAME, PATH, BUS_NAME, "GetPermissions", "");
            boolean yes = permissions.length == 1
                    && permissions[0] instanceof java.util.Map<?, ?> map
                    && "yes".equals(String.valueOf(map.get(CONTROL)));
            return yes ? State.WILLING : State.FORBIDDEN;
        }
    }

    /// Tells it, if it runs. Nothing depends on it that a dial should fail for: what does not work is only logged.
    void leaveAlone(String link) {
        try (SystemBus bus = SystemBus.connect(busAddress)) {
            if (bus.hasOwner(BUS_NAME)) {
                bus.set(BUS_NAME, device(bus, link), DEVICE, "Managed", false);
            }
        } catch (BusException e) {
            // the service's user may not; its package has the file that says the same
            Level level = e.denied() ? Level.INFO : Level.WARNING;
            LOG.log(level, "networkmanager_not_told link=" + link + " reason=" + e.described());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String device(SystemBus bus, String link) throws BusException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                Object[] answer = bus.call(BUS_NAME, PATH, BUS_NAME, "GetDeviceByIpIface", "s", link);
                return answer.length == 1 ? String.valueOf(answer[0]) : "";
            } catch (BusException e) {
                if (!e.isError(NO_DEVICE) || System.nanoTime() - end >= 0) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
