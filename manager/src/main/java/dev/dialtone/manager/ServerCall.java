package dev.dialtone.manager;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.SstpTunnel;
import dev.dialtone.carriers.Transport;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.host.Host;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Calls a server as a dial does, phase by phase, until it asks who we are, and then hangs up. The tunnel has neither
/// user nor password: nothing of them can reach the server.
///
/// Its futures are all done within its limit. Callable from any thread.
final class ServerCall implements AutoCloseable {
    /// So long after it let everybody in a server may still say that it does not.
    private static final Duration LETS_GO = Duration.ofSeconds(2);

    private final DialPlan plan;
    private final Mailbox loop;
    private final Host host;
    private final Tunnel tunnel;
    private final Duration limit;
    private final CompletableFuture<Reached<Transport.Peer>> secured = new CompletableFuture<>();
    private final CompletableFuture<Reached<CarrierInfo>> accepted = new CompletableFuture<>();
    private final CompletableFuture<Reached<String>> asked = new CompletableFuture<>();
    private final byte[] heard = new byte[HttpHead.MOST_BYTES];
    private int heardBytes;
    private boolean headDone;
    private volatile OptionalInt pathMtu = OptionalInt.empty();

    /// @param plan  of an entry that can be dialled; wiped when the call is over
    /// @param loop  closed by this call
    /// @param limit for all of it
    ServerCall(
            DialPlan plan, Transport.Opener opener, Mailbox loop, Host host, RandomGenerator random, Duration limit) {
        this.plan = plan;
        this.loop = loop;
        this.host = host;
        this.limit = limit;
        this.tunnel = new SstpTunnel(
                plan.sstp(), new OverheardOpener(opener, new Overhearing()), loop, random, new Progress());
    }

    /// An entry as the doctor dials it: by nobody.
    ///
    /// @param proxyPassword for the proxy on the way; the server is told none
    /// @param clientKey     of the certificate that is shown when the server asks for one
    /// @throws dev.dialtone.api.RasException from its [DialPlan#sstp], 87 naming the option that is wrong
    static DialPlan plan(Entry entry, @Nullable Secret proxyPassword, @Nullable Secret clientKey) {
        DialOptions pausing = DialOptions.STANDARD.withPauses(DialOptions.PAUSE_LIMIT);
        return new DialPlan(
                entry,
                "",
                "",
                Secret.ofUtf8(new byte[0]),
                false,
                Duration.ZERO,
                Duration.ZERO,
                pausing,
                proxyPassword,
                Placement.ofMachine(entry.text(EntryOption.NETNS)),
                clientKey);
    }

    void start() {
        loop.execute(() -> {
            var _ = loop.at(loop.nanoTime() + limit.toNanos(), this::late);
            tunnel.connect();
        });
    }

    /// TLS stands.
    CompletableFuture<Reached<Transport.Peer>> secured() {
        return secured;
    }

    /// HTTP and SSTP stand.
    CompletableFuture<Reached<CarrierInfo>> accepted() {
        return accepted;
    }

    /// The authentication method that LCP settled on, `none` when the server wants none.
    CompletableFuture<Reached<String>> asked() {
        return asked;
    }

    /// What was known of the way's largest packet when TLS stood.
    OptionalInt pathMtu() {
        return pathMtu;
    }

    /// The head of the HTTP answer, or whatever else came first.
    byte[] head() {
        synchronized (heard) {
            return Arrays.copyOf(heard, heardBytes);
        }
    }

    /// The same, when it is HTTP.
    Optional<HttpHead> httpHead() {
        return HttpHead.of(head());
    }

    private void late() {
        stop(Failure.retryable(809, Layer.TCP, "The server did not go on within " + limit.toSeconds() + " s."));
    }

    private void stop(Failure failure) {
        secured.complete(new Reached.Stopped<>(failure));
        accepted.complete(new Reached.Stopped<>(failure));
        asked.complete(new Reached.Stopped<>(failure));
        tunnel.close();
    }

    /// Says goodbye to the server, in a few seconds, and does not wait for it.
    @Override
    public void close() {
        loop.execute(tunnel::close);
    }

    private final class Overhearing implements OverheardOpener.Ear {
        @Override
        public void secured(Transport.Peer peer) {
            pathMtu = host.pathMtu(peer.local(), peer.remote());
            secured.complete(new Reached.There<>(peer));
        }

        @Override
        public void heard(byte[] buffer, int offset, int length) {
            synchronized (heard) {
                if (headDone) {
                    return;
                }
                int room = Math.min(length, heard.length - heardBytes);
                System.arraycopy(buffer, offset, heard, heardBytes, room);
                heardBytes += room;
                int end = HttpHead.end(heard, heardBytes);
                if (end >= 0) {
                    heardBytes = end;
                }
                headDone = end >= 0 || heardBytes == heard.length;
            }
        }
    }

    /// Each phase after the last, until the sign-in.
    private final class Progress implements TunnelListener {
        @Override
        public void connected(CarrierInfo carrier) {
            accepted.complete(new Reached.There<>(carrier));
            tunnel.establish();
        }

        @Override
        public void established() {
            // waits for the question; puts nothing on the wire (ADR 0002)
            tunnel.authenticate();
        }

        @Override
        public void authenticationAsked(String method) {
            asked.complete(new Reached.There<>(method));
            tunnel.close();
        }

        @Override
        public void authenticated(String method, String peerText) {
            // a server whose demand the entry refuses may take it back, and let go of the link only then
            var _ = loop.at(loop.nanoTime() + LETS_GO.toNanos(), () -> {
                asked.complete(new Reached.There<>(method));
                tunnel.close();
            });
        }

        @Override
        public void authenticationRefused(Failure failure, boolean canChangePassword) {
            throw new IllegalStateException("refused before anything was said");
        }

        @Override
        public void projected(TunnelProjection projection) {
            throw new IllegalStateException("projected before it was asked for");
        }

        @Override
        public void projectionChanged(TunnelProjection projection) {
            throw new IllegalStateException("projected before it was asked for");
        }

        @Override
        public void failed(Failure failure) {
            stop(failure);
        }

        @Override
        public void closed() {
            plan.close();
            loop.close();
        }
    }
}
