package dev.dialtone.host;

import dev.dialtone.core.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Name resolution by systemd-resolved: each link's servers and domains are told to it over D-Bus
/// (org.freedesktop.resolve1), and it forgets them with the link. One connection to the bus per change, so that a
/// bus that was restarted does not matter. Serialised by the host's caller.
final class ResolvedResolver implements Resolver {
    private static final int LOOKS = 10;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String busAddress;
    private final Set<String> told = new HashSet<>();

    ResolvedResolver(String busAddress) {
        this.busAddress = busAddress;
    }

    /// Whether systemd-resolved is on the bus; false within 2 s when the bus does not answer.
    boolean answers() {
        try (SystemBus bus = SystemBus.connect(busAddress)) {
            return bus.hasOwner(ResolvedLink.BUS_NAME);
        } catch (BusException e) {
            return false;
        }
    }

    @Override
    public String mechanism() {
        return "systemd-resolved";
    }

    @Override
    public HostChange prepare() {
        return new HostChange.ResolvedLinks();
    }

    @Override
    public void apply(HostChange prepared, List<LinkDns> connections) {
        if (!(prepared instanceof HostChange.ResolvedLinks)) {
            throw new IllegalArgumentException("not prepared by systemd-resolved: " + prepared);
        }
        Set<String> stale = new HashSet<>(told);
        connections.forEach(connection -> stale.remove(connection.link()));
        if (stale.isEmpty() && connections.isEmpty()) {
            return;
        }
        try (SystemBus bus = SystemBus.connect(busAddress);
                RoutingSocket links = new RoutingSocket()) {
            for (String name : new ArrayList<>(stale)) {
                var link = links.link(name);
                if (link.isPresent()) {
                    new ResolvedLink(bus, link.get().index()).revert();
                }
                told.remove(name);
            }
            // only one can be asked for all names without each of them seeing what is meant for another
            boolean everythingTaken = false;
            for (LinkDns connection : connections) {
                boolean everything = connection.everything() && !everythingTaken;
                everythingTaken |= everything;
                told.add(connection.link());
                new ResolvedLink(bus, links.indexOf(connection.link())).set(connection, everything);
            }
        } catch (BusException e) {
            throw e.toHost(
                    HostErrors.NO_IP_ADDRESSES, Layer.DNS, "Look whether systemd-resolved and the system bus run.");
        } catch (NetlinkException e) {
            throw HostErrors.refused(
                    HostErrors.NO_IP_ADDRESSES, "cannot find the links to tell systemd-resolved of", e, "");
        }
    }

    /// A link that is not asked although it has servers is one that systemd-resolved does not count as up; it may not
    /// have heard yet that it is, and is given a moment.
    @Override
    public String trouble(List<LinkDns> connections) {
        try (SystemBus bus = SystemBus.connect(busAddress);
                RoutingSocket links = new RoutingSocket()) {
            for (LinkDns connection : connections) {
                ResolvedLink link = new ResolvedLink(bus, links.indexOf(connection.link()));
                boolean asked = link.isAsked();
                for (int i = 0; i < LOOKS && !asked && !connection.servers().isEmpty(); i++) {
                    LockSupport.parkNanos(LOOK_NANOS);
                    asked = link.isAsked();
                }
                if (!asked && !connection.servers().isEmpty()) {
                    return "systemd-resolved asks nobody over " + connection.link() + ", although it was told to.";
                }
            }
            return "";
        } catch (BusException e) {
            throw e.toHost(
                    HostErrors.NO_IP_ADDRESSES, Layer.DNS, "Look whether systemd-resolved and the system bus run.");
        } catch (NetlinkException e) {
            throw HostErrors.refused(HostErrors.NO_IP_ADDRESSES, "cannot find the links to look at", e, "");
        }
    }
}
