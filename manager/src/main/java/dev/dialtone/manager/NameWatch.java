package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NameService;
import dev.dialtone.api.RasError;
import dev.dialtone.carriers.NameServer;
import dev.dialtone.carriers.NameServer.Standing;
import dev.dialtone.carriers.NameServers;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.AddressText;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How it stands with names on one connection: what its name servers say, and whether the host asks them. Told on the
/// connection's loop; asked from any thread.
final class NameWatch {
    private static final Logger LOG = System.getLogger(NameWatch.class.getName());

    private static final String NONE = "none";
    private static final String NOT_SET = "not-set";
    private static final String SET_ADVICE = "See who else writes it (a DHCP client, a network manager), or let"
            + " systemd-resolved set names; `dialtone doctor` says how they are set here.";

    private final String connection;
    private final InstantSource wall;
    private final Supplier<String> trouble;
    private volatile @Nullable NameService known;

    /// @param desk knows whether the host asks the connection's servers
    NameWatch(String connection, InstantSource wall, HostDesk desk) {
        this.connection = connection;
        this.wall = wall;
        this.trouble = () -> desk.namesTrouble(connection);
    }

    /// The tunnel knows something else of its network, or is up.
    void saw(Entry entry, TunnelProjection projection) {
        if (!InnerNames.areUsed(entry)) {
            return;
        }
        Map<InetAddress, Standing> standings = standings(projection);
        List<NameService.Server> servers = NameServers.inOrder(projection).stream()
                .map(server -> new NameService.Server(
                        AddressText.of(server),
                        standings.getOrDefault(server, Standing.ASKED).word()))
                .toList();
        // that nobody told any is the way of many a network, and a fault only where names are required
        Optional<Failure> lack = servers.isEmpty() ? Optional.empty() : lack(projection, false);
        String state =
                servers.isEmpty() ? NONE : best(standings).map(Standing::word).orElse(Standing.ASKED.word());
        NameService before = known;
        boolean same = before != null && before.state().equals(state);
        Instant since = before != null && same ? before.since() : wall.instant().truncatedTo(ChronoUnit.MICROS);
        known = new NameService(
                state,
                since,
                servers,
                lack.map(Failure::reason).orElse(""),
                lack.map(NameWatch::advice).orElse(""));
        if (!same) {
            Level level = lack.isPresent() ? Level.WARNING : Level.DEBUG;
            LOG.log(level, "names_" + state + " connection=" + connection + " servers=" + servers);
        }
    }

    /// What to tell of it now; null before anything is known, and when the connection leaves names alone.
    @Nullable
    NameService service() {
        NameService told = known;
        String why = trouble.get();
        if (told == null || told.servers().isEmpty() || why.isEmpty()) {
            return told;
        }
        return new NameService(NOT_SET, null, told.servers(), why, SET_ADVICE);
    }

    /// Why a connection that may come up only when names work does not.
    static Optional<Failure> refusal(Entry entry, TunnelProjection projection) {
        boolean required = InnerNames.areUsed(entry) && entry.flag(EntryOption.REQUIRE_NAMES);
        return required ? lack(projection, true) : Optional.empty();
    }

    /// @param trouble why the host does not resolve through the plan's name servers, or empty
    /// @throws HostException when the connection may not come up so
    static void requireSet(Entry entry, NetworkPlan plan, String trouble) {
        if (plan.dns() != null && !trouble.isEmpty() && entry.flag(EntryOption.REQUIRE_NAMES)) {
            throw new HostException(
                    Failure.of(RasError.IP_CONFIGURATION, Layer.DNS, trouble).advise(SET_ADVICE));
        }
    }

    /// What is wrong with the name servers, when none of them answers.
    ///
    /// @param waited whether those that were asked have no time left
    private static Optional<Failure> lack(TunnelProjection projection, boolean waited) {
        List<InetAddress> servers = NameServers.of(projection);
        if (servers.isEmpty() && !projection.givenDns().isEmpty()) {
            return Optional.of(Failure.retryable(
                            RasError.IP_CONFIGURATION,
                            Layer.DNS,
                            "The connection has no address to ask the name servers of dns-servers from.")
                    .advise("Give one of a family that the server gives addresses of, IPv4 or IPv6."));
        }
        if (servers.isEmpty()) {
            return Optional.of(Failure.retryable(
                            RasError.IP_CONFIGURATION, Layer.DNS, "The server's network tells no name server.")
                    .advise("Have the server tell one, or use none of it: dns=false."));
        }
        Standing best = best(standings(projection)).orElse(Standing.ASKED);
        if (best == Standing.ANSWERING || (best == Standing.ASKED && !waited)) {
            return Optional.empty();
        }
        String all = servers.stream().map(AddressText::of).collect(Collectors.joining(", "));
        String what = best == Standing.FAILING
                ? "The name servers answer that they cannot (SERVFAIL): "
                : "No name server answers inside the connection: ";
        return Optional.of(Failure.retryable(RasError.IP_CONFIGURATION, Layer.DNS, what + all + ".")
                .advise("Have the server's administrator see whether they run and may be asked from "
                        + (projection.ipv4() == null ? "there" : AddressText.of(projection.ipv4()))
                        + (projection.givenDns().isEmpty()
                                ? "; dns=false leaves this host's names as they are."
                                : ", or correct dns-servers.")));
    }

    private static String advice(Failure failure) {
        String advice = failure.advice();
        return advice == null ? "" : advice;
    }

    private static Optional<Standing> best(Map<InetAddress, Standing> standings) {
        return standings.values().stream().min(Comparator.naturalOrder());
    }

    private static Map<InetAddress, Standing> standings(TunnelProjection projection) {
        return projection.learned().names().stream()
                .collect(Collectors.toMap(NameServer::address, NameServer::standing, (one, _) -> one));
    }
}
