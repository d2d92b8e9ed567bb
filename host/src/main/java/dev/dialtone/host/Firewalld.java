package dev.dialtone.host;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// firewalld over D-Bus (firewalld.dbus(5)): which zone a link of ours is in, as it runs; its files are the
/// administrator's. It takes the name of a link that is not there yet, and keeps that of one that is gone. One
/// connection to the bus per question, so that a bus that was restarted does not matter.
final class Firewalld {
    /// Also its main interface, that of the signal `Reloaded`.
    static final String BUS_NAME = "org.fedoraproject.FirewallD1";

    private static final Logger LOG = System.getLogger(Firewalld.class.getName());

    /// The entry's option, which what goes wrong is to name (E4).
    private static final String OPTION = "firewall-zone";

    private static final String PATH = "/org/fedoraproject/FirewallD1";
    private static final String ZONE = "org.fedoraproject.FirewallD1.zone";

    /// A firewall that is being changed by others takes its time.
    private static final long PATIENCE_MILLIS = 4_000;

    private static final long BEGIN_MILLIS = 10_000;
    private static final int MOST_NAMED = 32;
    private static final String RIGHTS =
            "Run the daemon as root, or let its user change the firewall (polkit, dialtone.rules).";
    private static final Pattern NAME = Pattern.compile("(?!-)[A-Za-z0-9._/-]{1,64}");

    private final String busAddress;

    Firewalld(String busAddress) {
        this.busAddress = busAddress;
    }

    static boolean validZone(String name) {
        return NAME.matcher(name).matches();
    }

    /// What the doctor tells.
    ///
    /// @param zones those that there are; empty when it does not run
    record State(String defaultZone, List<String> zones) {}

    State state() throws BusException {
        if (!SystemBusSocket.plausible()) {
            return new State("", List.of());
        }
        try (SystemBus bus = SystemBus.connect(busAddress)) {
            if (!bus.hasOwner(BUS_NAME)) {
                return new State("", List.of());
            }
            return new State(text(bus.call(BUS_NAME, PATH, BUS_NAME, "getDefaultZone", "")), zones(bus));
        }
    }

    /// The change that puts a link into a zone.
    ///
    /// @throws HostException 87 when there is no such zone, 716 when firewalld does not run or does not answer
    HostChange.FirewallZone placing(String link, String zone) {
        if (!SystemBusSocket.plausible()) {
            throw notRunning(zone);
        }
        try (SystemBus bus = SystemBus.connect(busAddress)) {
            if (!bus.hasOwner(BUS_NAME)) {
                throw notRunning(zone);
            }
            List<String> zones = zones(bus);
            if (!zones.contains(zone)) {
                throw HostErrors.of(
                        HostErrors.INVALID_PARAMETER,
                        OPTION + ": firewalld has no zone \"" + zone + "\"; it has " + listed(zones),
                        "Name one of these in the entry, or make it: firewall-cmd --permanent --new-zone=" + zone
                                + " && firewall-cmd --reload");
            }
            return new HostChange.FirewallZone(link, zone, zoneOf(bus, link));
        } catch (BusException e) {
            throw failed(e, "cannot ask for the zone \"" + zone + "\"");
        }
    }

    void put(HostChange.FirewallZone change) {
        if (!SystemBusSocket.plausible()) {
            throw notRunning(change.zone());
        }
        try (SystemBus bus = SystemBus.connect(busAddress)) {
            if (!bus.hasOwner(BUS_NAME)) {
                throw notRunning(change.zone());
            }
            move(bus, change.link(), change.zone());
        } catch (BusException e) {
            throw failed(e, "cannot put " + change.link() + " into the zone \"" + change.zone() + "\"");
        }
    }

    /// Without firewalld there is nothing left of it. Whoever moved the link meanwhile keeps it where it is.
    void takeOut(HostChange.FirewallZone change) {
        String link = change.link();
        String zone = change.zone();
        if (!SystemBusSocket.plausible() || change.before().equals(zone)) {
            return;
        }
        try (SystemBus bus = SystemBus.connect(busAddress)) {
            if (!bus.hasOwner(BUS_NAME) || !zoneOf(bus, link).equals(zone)) {
                return;
            }
            if (!change.before().isEmpty() && zones(bus).contains(change.before())) {
                move(bus, link, change.before());
            } else {
                var _ = bus.call(BUS_NAME, PATH, ZONE, "removeInterface", "ss", zone, link);
            }
        } catch (BusException e) {
            throw failed(e, "cannot take " + link + " out of the zone \"" + zone + "\"");
        }
    }

    /// Waits until it answers, 10 s at most: while it begins, it has its name already but does not.
    ///
    /// @return whether it does, or does not run
    static boolean settled(SystemBus bus) throws BusException {
        if (!bus.hasOwner(BUS_NAME)) {
            return true;
        }
        try {
            var _ = bus.call(BEGIN_MILLIS, BUS_NAME, PATH, ZONE, "getZones", "");
            return true;
        } catch (BusException e) {
            LOG.log(Level.WARNING, "firewalld_silent reason=" + e.reason());
            return false;
        }
    }

    /// Success when it is there already.
    private static void move(SystemBus bus, String link, String zone) throws BusException {
        var _ = bus.call(PATIENCE_MILLIS, BUS_NAME, PATH, ZONE, "changeZoneOfInterface", "ss", zone, link);
    }

    private static String zoneOf(SystemBus bus, String link) throws BusException {
        String zone = text(bus.call(BUS_NAME, PATH, ZONE, "getZoneOfInterface", "s", link));
        return validZone(zone) ? zone : "";
    }

    private static List<String> zones(SystemBus bus) throws BusException {
        Object[] answer = bus.call(BUS_NAME, PATH, ZONE, "getZones", "");
        Object list = answer.length == 0 ? List.of() : answer[0];
        Collection<?> names = list instanceof Object[] array ? Arrays.asList(array) : List.of();
        if (list instanceof Collection<?> given) {
            names = given;
        }
        return names.stream()
                .map(String::valueOf)
                .filter(Firewalld::validZone)
                .sorted()
                .toList();
    }

    private static String text(Object... answer) {
        return answer.length == 1 && answer[0] instanceof String text ? text : "";
    }

    static String listed(List<String> zones) {
        String named = String.join(", ", zones.subList(0, Math.min(zones.size(), MOST_NAMED)));
        return zones.size() > MOST_NAMED ? named + ", and others" : named;
    }

    /// SECURITY: who names a zone wants its filter; without firewalld there would be none.
    private static HostException notRunning(String zone) {
        return new HostException(Failure.retryable(
                        HostErrors.NO_IP_ADDRESSES,
                        Layer.HOST,
                        OPTION + ": the entry wants the zone \"" + zone + "\", and firewalld does not run")
                .advise("Start it (systemctl start firewalld), or take firewall-zone out of the entry."));
    }

    private static HostException failed(BusException e, String what) {
        BusException told = e.prefixed(OPTION + ": firewalld " + what + ": ");
        return told.toHost(
                HostErrors.NO_IP_ADDRESSES,
                Layer.HOST,
                e.denied() ? RIGHTS : "Look at firewalld (firewall-cmd --state) and its log.");
    }
}
