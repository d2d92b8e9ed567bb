package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.ProxyAddress;
import dev.dialtone.carriers.Scout;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.AddressText;
import dev.dialtone.host.Host;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One look at one entry: what its checks work with, and what each has found out for those after it.
final class EntryVisit implements AutoCloseable {
    /// Addresses of a name that are looked at; a dial tries them all.
    static final int MOST_ADDRESSES = 8;

    static final Duration LOOK_UP = Duration.ofSeconds(4);
    static final Duration CONNECT = Duration.ofSeconds(4);
    static final Duration GREET = Duration.ofSeconds(1);
    private static final Duration CALL = Duration.ofSeconds(9);

    private final Entry entry;
    private final StoredSignIn stored;
    private final Tools tools;
    private volatile List<InetAddress> addresses = List.of();
    private volatile List<InetAddress> open = List.of();
    private volatile @Nullable ServerCall call;

    /// What a visit needs of the world.
    record Tools(
            Host host,
            Transport.Opener opener,
            Mailbox.Factory mailboxes,
            InstantSource wall,
            RandomGenerator random) {}

    /// @param stored of the entry: for a proxy on the way, and for a certificate that the server wants; closed with
    ///               the visit
    EntryVisit(Entry entry, StoredSignIn stored, Tools tools) {
        this.entry = entry;
        this.stored = stored;
        this.tools = tools;
    }

    Entry entry() {
        return entry;
    }

    Host host() {
        return tools.host();
    }

    InstantSource wall() {
        return tools.wall();
    }

    Optional<Scout> scout() {
        return tools.opener().scout();
    }

    String server() {
        return entry.text(EntryOption.SERVER);
    }

    /// The proxy that the way to the server leads through.
    Optional<ProxyAddress> proxy() {
        return tools.opener().proxyOf(server(), entry.number(EntryOption.PORT), ProxyOptions.of(entry, null));
    }

    /// Whom this machine itself connects to: the server, or the proxy on the way to it.
    String contact() {
        return proxy().map(ProxyAddress::host).orElseGet(this::server);
    }

    /// Its port.
    int port() {
        return proxy().map(ProxyAddress::port).orElseGet(() -> entry.number(EntryOption.PORT));
    }

    /// The name that the certificate must carry.
    String wantedName() {
        String name = entry.text(EntryOption.SERVER_NAME);
        return name.isEmpty() ? server() : name;
    }

    /// What the name was found to be.
    List<InetAddress> addresses() {
        return addresses;
    }

    void found(List<InetAddress> all) {
        addresses = all.stream().limit(MOST_ADDRESSES).toList();
    }

    /// Those whose port is open.
    List<InetAddress> open() {
        return open;
    }

    void foundOpen(List<InetAddress> some) {
        open = List.copyOf(some);
    }

    /// Begins the call; later the same one.
    synchronized ServerCall call() {
        ServerCall current = call;
        if (current == null) {
            StoredSignIn own = stored.copy();
            // that the key is missing is the sign-in's to say
            Entry shown = own.clientKey() == null ? entry.with(EntryOption.CLIENT_CERT, "") : entry;
            current = new ServerCall(
                    ServerCall.plan(shown, own.proxyPassword(), own.clientKey()),
                    tools.opener(),
                    tools.mailboxes().open("doctor"),
                    tools.host(),
                    tools.random(),
                    CALL);
            call = current;
            current.start();
        }
        return current;
    }

    @Override
    public synchronized void close() {
        ServerCall current = call;
        if (current != null) {
            current.close();
        }
        stored.close();
    }

    /// With the port, as people write it.
    String text(InetAddress address) {
        return AddressText.of(address) + " port " + port();
    }
}
