package dev.dialtone.host;

import java.lang.foreign.Arena;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// The Linux host this process runs on (its network namespace): TUN, netlink and the system's resolver, without a
/// helper process. Thread-safe as far as [Host] asks; devices may be closed from any thread.
public final class LinuxHost implements Host {
    private static final String NAME_PREFIX = "dial";
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path PROC = Path.of("/proc");

    private final NetworkChanges network = new NetworkChanges();
    private final Map<String, PacketDevice> open = new ConcurrentHashMap<>();
    private final Set<String> making = ConcurrentHashMap.newKeySet();
    private final KillSwitchTable killSwitch = new KillSwitchTable(() -> new TreeSet<>(open.keySet()));
    private final LinkManagers managers = new LinkManagers();
    private final SystemResolver resolvers;
    private final Function<Arena, ? extends MachineClock> clocks;
    private final Map<String, NamespaceHost> namespaces = new ConcurrentHashMap<>();
    private final NamespaceSeeds seeds = new NamespaceSeeds();

    /// The host with its usual `/etc/resolv.conf`.
    public LinuxHost() {
        this(RESOLV_CONF);
    }

    /// @param resolvConf the file that stands for `/etc/resolv.conf`
    public LinuxHost(Path resolvConf) {
        this(new SystemResolver(resolvConf, true), LinuxClock::new);
    }

    LinuxHost(Path resolvConf, Function<Arena, ? extends MachineClock> clocks) {
        this(new SystemResolver(resolvConf, true), clocks);
    }

    private LinuxHost(SystemResolver resolvers, Function<Arena, ? extends MachineClock> clocks) {
        this.resolvers = resolvers;
        this.clocks = clocks;
    }

    /// A host whose `/etc/resolv.conf` is not ours to write, as a daemon sees it that is not root: names are set only
    /// through systemd-resolved, and not at all without it.
    public static LinuxHost withoutResolvConf() {
        return new LinuxHost(new SystemResolver(RESOLV_CONF, false), LinuxClock::new);
    }

    @Override
    public String freeName(Predicate<String> alsoTaken) {
        // asked name by name: with thousands of interfaces, listing them all takes longer than the rest of a dial
        try (RoutingSocket socket = new RoutingSocket()) {
            int number = 0;
            while (alsoTaken.test(NAME_PREFIX + number)
                    || socket.link(NAME_PREFIX + number).isPresent()) {
                number++;
            }
            return NAME_PREFIX + number;
        } catch (NetlinkException e) {
            throw HostErrors.refused(HostErrors.PORT_NOT_AVAILABLE, "cannot look for interfaces", e, "");
        }
    }

    @Override
    public PacketDevice open(HostChange.Device device) {
        // before it appears, so that a watch knows it for ours
        making.add(device.name());
        try {
            PacketDevice opened = TunDevice.open(device.name(), closed -> open.remove(closed.name(), closed));
            open.put(device.name(), opened);
            passKillSwitch(opened);
            return opened;
        } finally {
            making.remove(device.name());
        }
    }

    private void passKillSwitch(PacketDevice opened) {
        try {
            killSwitch.linksChanged();
        } catch (HostException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public void apply(HostChange change) {
        switch (change) {
            case HostChange.Device device -> {
                if (!open.containsKey(device.name())) {
                    throw new IllegalStateException("a device is made by open(): " + device.name());
                }
            }
            case HostChange.LinkUp up -> network.up(up);
            case HostChange.Address address -> network.add(address);
            case HostChange.Route route -> network.add(route);
            case HostChange.Rule rule -> PolicyRules.add(rule);
            case HostChange.Unreachable nowhere -> network.add(nowhere);
            case HostChange.KillSwitch closed -> killSwitch.close(closed);
            // prepared by the resolver, which makes the change itself when it is told of connections
            case HostChange.ResolvConf _, HostChange.NewResolvConf _, HostChange.ResolvedLinks _ -> {}
            case HostChange.FirewallZone zone -> managers.apply(zone);
            case HostChange.Unmanaged link -> managers.apply(link);
            case HostChange.Namespace(String name) -> own(name).make();
            case HostChange.OwnedNamespace owned -> {
                UsersNamespace users = usersOwn(owned);
                users.refuseIfNotFree();
                try (NamespaceSeed seed = seeds.take(owned)) {
                    users.make(seed);
                }
            }
            case HostChange.Inside(String name, HostChange inner) ->
                inside(name).apply(inner);
        }
    }

    @Override
    public void undo(HostChange change) {
        switch (change) {
            case HostChange.Device device -> closeOwn(device.name());
            case HostChange.LinkUp up -> {
                // Whoever has a link of that name now, if we have not: ours went with the process that held it.
                if (open.containsKey(up.link())) {
                    network.down(up);
                }
            }
            case HostChange.Address address -> network.remove(address);
            case HostChange.Route route -> network.remove(route);
            case HostChange.Rule rule -> PolicyRules.remove(rule);
            case HostChange.Unreachable nowhere -> network.remove(nowhere);
            case HostChange.KillSwitch closed -> killSwitch.open(closed);
            case HostChange.ResolvConf file -> resolvers.undo(file);
            case HostChange.NewResolvConf file -> NamespaceResolver.undo(file);
            case HostChange.ResolvedLinks links -> resolvers.undo(links);
            case HostChange.FirewallZone zone -> managers.undo(zone);
            case HostChange.Unmanaged link -> managers.undo(link);
            case HostChange.Namespace(String name) -> own(name).remove();
            case HostChange.OwnedNamespace owned -> {
                // users choose names: they must not pile up
                namespaces.remove(owned.name());
                usersOwn(owned).remove();
            }
            case HostChange.Inside(String name, HostChange inner) ->
                inside(name).undo(inner);
        }
    }

    private static OwnNamespace own(String name) {
        return new OwnNamespace(new NetworkNamespace(name));
    }

    private static UsersNamespace usersOwn(HostChange.OwnedNamespace owned) {
        return new UsersNamespace(new NetworkNamespace(owned.name()), owned.uid());
    }

    @Override
    public void prepare(HostChange change, Consumer<Runnable> then) {
        if (change instanceof HostChange.OwnedNamespace owned
                && namespaceOwner(owned.name()) instanceof NamespaceOwner.Nobody) {
            seeds.prepare(owned, then);
        } else {
            then.accept(() -> {});
        }
    }

    @Override
    public Host inside(String namespace) {
        return namespaces.computeIfAbsent(namespace, name -> new NamespaceHost(this, new NetworkNamespace(name)));
    }

    @Override
    public boolean hasNamespace(String name) {
        return new NetworkNamespace(name).exists();
    }

    @Override
    public NamespaceOwner namespaceOwner(String name) {
        NetworkNamespace namespace = new NetworkNamespace(name);
        if (!namespace.exists()) {
            return UsersNamespace.keepsFiles(namespace) ? new NamespaceOwner.Machine() : new NamespaceOwner.Nobody();
        }
        try {
            return namespace.owner();
        } catch (HostException e) {
            return new NamespaceOwner.Stranger();
        }
    }

    @Override
    public boolean mayUseNamespaces() {
        return NetworkNamespace.probe() == 0;
    }

    @Override
    public OptionalInt othersIn(int table) {
        return PolicyRules.othersIn(table);
    }

    /// Only what this process holds: a TUN of a dead process is gone, and any other interface is somebody else's.
    private void closeOwn(String name) {
        PacketDevice own = open.get(name);
        if (own != null) {
            own.close();
        }
    }

    @Override
    public NextHop routeTo(InetAddress destination) {
        String failed = "no way to " + destination.getHostAddress();
        int scope = destination instanceof Inet6Address v6 && v6.isLinkLocalAddress() ? v6.getScopeId() : 0;
        try (RoutingSocket socket = new RoutingSocket()) {
            RouteEntry route =
                    socket.routeTo(destination, scope).orElseThrow(() -> new NetlinkException(Errno.ENETUNREACH, ""));
            String link = socket.link(route.linkIndex())
                    .map(LinkEntry::name)
                    .orElseThrow(() -> new NetlinkException(Errno.ENODEV, ""));
            return new NextHop(link, route.gateway(), route.source());
        } catch (NetlinkException e) {
            throw HostErrors.refused(
                    HostErrors.NO_IP_ADDRESSES, failed, e, "Check that this machine is on a network (`ip route`).");
        }
    }

    @Override
    public Optional<NextHop> outerRouteTo(InetAddress destination) {
        return asking("cannot look up the way to " + destination.getHostAddress(), questions -> {
            return questions.outerRouteTo(destination, link -> isOurs(link.name()));
        });
    }

    @Override
    public Optional<NextHop> wayAround(InetAddress network, int prefixLength) {
        String failed = "cannot look up the way to " + network.getHostAddress() + "/" + prefixLength;
        return asking(failed, questions -> questions.wayAround(network, prefixLength, link -> isOurs(link.name())));
    }

    @Override
    public boolean hasAddress(InetAddress address) {
        return asking("cannot look for " + address.getHostAddress(), questions -> questions.hasAddress(address));
    }

    @Override
    public Set<InetAddress> sshPeers() {
        return new SshSessions().peers(() -> asking("cannot list addresses", OuterNetwork::addresses));
    }

    @Override
    public HostWatch watch(HostListener listener) {
        try {
            HostWatch network = LinuxHostWatch.start(listener, this::isOurs, resolvers.watch(), clocks);
            HostWatch others = managers.watch(listener);
            return () -> {
                others.close();
                network.close();
            };
        } catch (NetlinkException e) {
            throw HostErrors.refused(HostErrors.PORT_NOT_AVAILABLE, "cannot watch the network", e, "");
        }
    }

    @Override
    public List<HostChange> introductions(String link, String firewallZone) {
        return managers.introductions(link, firewallZone);
    }

    @Override
    public void requireFirewallZone(String zone) {
        managers.requireFirewallZone(zone);
    }

    /// Whether this process holds the TUN of that name, or is making it.
    boolean isOurs(String link) {
        return making.contains(link) || open.containsKey(link);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(OuterNetwork network) throws NetlinkException;
    }

    private static <T> T asking(String failed, Question<T> question) {
        try (RoutingSocket socket = new RoutingSocket()) {
            return question.ask(new OuterNetwork(socket));
        } catch (NetlinkException e) {
            throw HostErrors.refused(HostErrors.NO_IP_ADDRESSES, failed, e, "");
        }
    }

    @Override
    public Resolver resolver() {
        return resolvers.choose();
    }

    @Override
    public List<HostFinding> examine() {
        return HostExamination.inTurn(List.of(new RightsCheck(), new TunCheck(), new ResolverCheck(resolvers)));
    }

    @Override
    public List<HostFinding> survey() {
        return HostExamination.sideBySide(List.of(
                new NamespaceCheck(),
                new PolicyRulesCheck(),
                new KillSwitchCheck(),
                new FirewalldCheck(managers),
                new NetworkManagerCheck(managers),
                new NameServerCheck(resolvers.file(), new DnsAsker(DnsAsker.DNS_PORT)),
                new ClockCheck(InstantSource.system()),
                new OtherVpnLinks(this::isOurs),
                new OtherVpnPrograms(PROC)));
    }

    @Override
    public Optional<Link> link(String name) {
        try (RoutingSocket socket = new RoutingSocket()) {
            return socket.link(name).map(entry -> entry.toLink(isOurs(name)));
        } catch (NetlinkException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalInt pathMtu(InetSocketAddress local, InetSocketAddress remote) {
        return TcpSockets.pathMtu(local, remote);
    }
}
