package dev.dialtone.testkit;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Secret;
import dev.dialtone.ppp.RefusalPolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an [Answerer] is and gives. Made by [#of] and the `Builder`; values not set are those of the
/// demo.
public final class AnswererConfig {
    final ServerIdentity identity;
    final @Nullable X509Certificate clients;
    final InetSocketAddress listen;
    final List<String> tlsProtocols;
    final Map<String, Secret> users;
    final Set<String> expired;
    final int shortestPassword;
    final RefusalPolicy refusal;
    final @Nullable AuthMethod method;
    final boolean ipv4;
    final boolean ipv6;
    final Inet4Address ownAddress;
    final IpPrefix pool;
    final List<Inet4Address> dns;
    final List<Inet4Address> nbns;
    final List<IpPrefix> reachable;
    final ToldNetwork told;
    final int hashBitmap;
    final int mruBytes;
    final boolean startsFirst;
    final List<Misbehaviour> misbehaviours;
    final int maxConnections;
    final int transcriptLimit;
    final int sessionsKept;

    private AnswererConfig(Builder from) {
        identity = from.identity;
        clients = from.clients;
        listen = from.listen;
        tlsProtocols = List.copyOf(from.tlsProtocols);
        users = Map.copyOf(from.users);
        expired = Set.copyOf(from.expired);
        shortestPassword = from.shortestPassword;
        refusal = new RefusalPolicy(from.retries, from.cutsRefused);
        method = from.method;
        ipv4 = from.ipv4;
        ipv6 = from.ipv6;
        ownAddress = from.ownAddress;
        pool = from.pool;
        dns = List.copyOf(from.dns);
        nbns = List.copyOf(from.nbns);
        reachable = List.copyOf(from.reachable);
        told = from.told;
        hashBitmap = from.hashBitmap;
        mruBytes = from.mruBytes;
        startsFirst = from.startsFirst;
        misbehaviours = List.copyOf(from.misbehaviours);
        maxConnections = from.maxConnections;
        transcriptLimit = from.transcriptLimit;
        sessionsKept = from.sessionsKept;
    }

    /// A well-behaved server on `127.0.0.1`, any port, that demands MS-CHAPv2, offers both hashes, IPv4
    /// and IPv6, owns 10.99.0.1, gives addresses of 10.99.0.0/16 and two name servers, and knows no user
    /// yet.
    public static Builder of(ServerIdentity identity) {
        return new Builder(identity);
    }

    /// Sets what differs from the default. For one thread.
    public static final class Builder {
        private final ServerIdentity identity;
        private @Nullable X509Certificate clients;
        private InetSocketAddress listen = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        private List<String> tlsProtocols = List.of("TLSv1.3", "TLSv1.2");
        private final Map<String, Secret> users = new LinkedHashMap<>();
        private final Set<String> expired = new HashSet<>();
        private int shortestPassword = 8;
        private int retries;
        private boolean cutsRefused;
        private @Nullable AuthMethod method = AuthMethod.MSCHAPV2;
        private boolean ipv4 = true;
        private boolean ipv6 = true;
        private Inet4Address ownAddress = v4("10.99.0.1");
        private IpPrefix pool = IpPrefix.of("10.99.0.0/16");
        private List<Inet4Address> dns = List.of(v4("10.99.0.53"), v4("10.99.0.54"));
        private List<Inet4Address> nbns = List.of();
        private List<IpPrefix> reachable = List.of(IpPrefix.of("10.99.0.0/16"));
        private ToldNetwork told = ToldNetwork.answering();
        private int hashBitmap = 3;
        private int mruBytes = 1500;
        private boolean startsFirst = true;
        private List<Misbehaviour> misbehaviours = List.of();
        private int maxConnections = 10_000;
        private int transcriptLimit = 2_000;
        private int sessionsKept = 10_000;

        private Builder(ServerIdentity identity) {
            this.identity = identity;
        }

        /// Where to listen; port 0 takes any.
        public Builder listen(InetSocketAddress address) {
            listen = address;
            return this;
        }

        /// Demands a certificate that this authority issued of every client.
        public Builder clients(X509Certificate authority) {
            clients = authority;
            return this;
        }

        /// For example `TLSv1.2` alone.
        public Builder tls(String... protocols) {
            tlsProtocols = List.of(protocols);
            return this;
        }

        /// A user, named as on the wire. The answerer takes a copy of the password, wiped by its close.
        public Builder user(String name, Secret password) {
            users.put(name, password.copy());
            return this;
        }

        /// A user as above whose password has expired: with MS-CHAPv2 a new one is asked for, and known from then
        /// on to every session; with other methods the sign-in is refused.
        public Builder expiredUser(String name, Secret password) {
            expired.add(name);
            return user(name, password);
        }

        /// How many characters a new password must have, 8 unless set. The old one is not taken either.
        public Builder shortestPassword(int characters) {
            shortestPassword = characters;
            return this;
        }

        /// How many wrong MS-CHAPv2 sign-ins may be followed by another on the same connection; 0 unless set. The
        /// server waits up to 60 s for it, as long as SSTP lets a sign-in take.
        public Builder retries(int more) {
            retries = more;
            return this;
        }

        /// Whether a connection is cut at once when its sign-in is refused for good (SoftEther), or PPP terminated in
        /// good order, which is so unless set.
        public Builder cutsRefused(boolean cut) {
            cutsRefused = cut;
            return this;
        }

        /// The authentication to demand; null for none.
        public Builder method(@Nullable AuthMethod demanded) {
            method = demanded;
            return this;
        }

        public Builder ipv4(boolean on) {
            ipv4 = on;
            return this;
        }

        public Builder ipv6(boolean on) {
            ipv6 = on;
            return this;
        }

        /// The server's inner address and the block it gives addresses from, for example `10.7.0.1`,
        /// `10.7.0.0/24`. The whole block answers echo.
        public Builder addresses(String own, String block) {
            ownAddress = v4(own);
            pool = IpPrefix.of(block);
            reachable = List.of(IpPrefix.of(own), pool);
            return this;
        }

        /// More blocks, of either family, whose addresses answer echo.
        public Builder reachable(String... blocks) {
            List<IpPrefix> all = new ArrayList<>(reachable);
            for (String block : blocks) {
                all.add(IpPrefix.of(block));
            }
            reachable = all;
            return this;
        }

        /// Name servers; the first two are given.
        public Builder dns(String... servers) {
            dns = v4s(servers);
            return this;
        }

        /// NetBIOS name servers; the first two are given.
        public Builder nbns(String... servers) {
            nbns = v4s(servers);
            return this;
        }

        /// What clients are told who ask for more than PPP says; they are answered with nothing unless set.
        public Builder tells(ToldNetwork network) {
            told = network;
            return this;
        }

        /// Hashes offered for the crypto binding: 1 SHA-1, 2 SHA-256, 3 both.
        public Builder hashBitmap(int bitmap) {
            hashBitmap = bitmap;
            return this;
        }

        /// Largest PPP packet the server takes, 576..4087.
        public Builder mru(int bytes) {
            mruBytes = bytes;
            return this;
        }

        /// Whether the server sends LCP as soon as the call is accepted (Windows) or waits for the client
        /// (SoftEther).
        public Builder startsFirst(boolean first) {
            startsFirst = first;
            return this;
        }

        /// At most one for each step.
        public Builder misbehaviours(Misbehaviour... wanted) {
            misbehaviours = List.of(wanted);
            return this;
        }

        /// More TCP connections at a time are reset.
        public Builder maxConnections(int limit) {
            maxConnections = limit;
            return this;
        }

        /// Lines kept of each session's transcript, and ended sessions kept to be asked.
        public Builder keep(int transcriptLines, int sessions) {
            transcriptLimit = transcriptLines;
            sessionsKept = sessions;
            return this;
        }

        public AnswererConfig build() {
            if (mruBytes < 576 || mruBytes > 4087) {
                throw new IllegalArgumentException("mru: 576..4087, not " + mruBytes);
            }
            return new AnswererConfig(this);
        }

        private static List<Inet4Address> v4s(String... addresses) {
            List<Inet4Address> all = new ArrayList<>();
            for (String address : addresses) {
                all.add(v4(address));
            }
            return all;
        }

        private static Inet4Address v4(String literal) {
            return Inet4Address.ofLiteral(literal);
        }
    }
}
