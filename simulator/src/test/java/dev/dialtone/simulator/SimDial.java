package dev.dialtone.simulator;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.SstpSettings;
import dev.dialtone.carriers.SstpTunnel;
import dev.dialtone.carriers.Transport;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import dev.dialtone.ppp.PppConfig;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.AnsweringServer;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One dial over a simulated network, driven from phase to phase as a manager would, with the manager's limit
/// of 60 s for a phase, and everything that happens written down.
final class SimDial implements TunnelListener, SimObserver {
    static final String HOST = "vpn.simulated.test";

    private static final long PHASE_NANOS = 60_000_000_000L;
    private static final Secret PASSWORD = Secret.ofChars("s3cret".toCharArray());
    private static final AnswererConfig CONFIG = AnswererConfig.of(SimIdentity.selfSigned())
            .user("alice", PASSWORD)
            .keep(0, 10)
            .build();
    private static final PppConfig PPP =
            new PppConfig("alice", PASSWORD, EnumSet.allOf(AuthMethod.class), true, true, null, true, 1400, false, 0);

    final VirtualTime time;
    final SimLoop loop;
    final SimNetwork network;
    final SimServer server;
    final SstpTunnel tunnel;
    private final @Nullable StringBuilder log;
    private dev.dialtone.core.Loop.@Nullable Timer limit;

    @Nullable
    TunnelProjection projection;

    @Nullable
    Failure failure;

    boolean limitReached;
    int closed;
    int opened;
    int over;
    int faults;

    SimDial(long seed, FaultPlan plan, boolean logged) {
        Seed all = new Seed(seed);
        log = logged ? new StringBuilder() : null;
        time = new VirtualTime(all);
        loop = time.loop("dial");
        network = new SimNetwork(time, all, plan, this);
        server = network.server(HOST, new AnsweringServer(CONFIG));
        Transport.Target target = new Transport.Target(HOST, 443, null, List.of());
        tunnel = new SstpTunnel(new SstpSettings(target, PPP, 1400), network, loop, all.stream("tunnel"), this);
        loop.execute(() -> phase("connect", tunnel::connect));
    }

    static SimDial clean(long seed) {
        return new SimDial(seed, FaultPlan.CLEAN, true);
    }

    private void phase(String name, Runnable work) {
        say("phase", name);
        stopLimit();
        limit = loop.after(PHASE_NANOS, () -> {
            limitReached = true;
            say("limit", name);
            tunnel.close();
        });
        work.run();
    }

    private void stopLimit() {
        if (limit != null) {
            limit.cancel();
        }
    }

    void hangUp() {
        loop.execute(tunnel::close);
    }

    /// Everything that happened, a line each with its time in nanoseconds.
    String log() {
        return String.valueOf(log);
    }

    private void say(String what, Object detail) {
        if (log != null) {
            log.append(time.nanoTime())
                    .append(' ')
                    .append(what)
                    .append(' ')
                    .append(detail)
                    .append('\n');
        }
    }

    @Override
    public void connected(CarrierInfo carrier) {
        phase("establish", tunnel::establish);
    }

    @Override
    public void established() {
        phase("authenticate", tunnel::authenticate);
    }

    @Override
    public void authenticationAsked(String method) {
        phase("respond", tunnel::respond);
    }

    @Override
    public void authenticationRefused(Failure failure, boolean canChangePassword) {
        // nobody is there to answer
        failed(failure);
    }

    @Override
    public void authenticated(String method, String peerText) {
        phase("project", tunnel::project);
    }

    @Override
    public void projected(TunnelProjection given) {
        stopLimit();
        projection = given;
        say("projected", given);
    }

    @Override
    public void projectionChanged(TunnelProjection given) {
        projection = given;
        say("projectionChanged", given);
    }

    @Override
    public void failed(Failure why) {
        stopLimit();
        failure = why;
        say("failed", why);
        tunnel.close();
    }

    @Override
    public void closed() {
        stopLimit();
        closed++;
        say("closed", "");
    }

    @Override
    public void opened(Carrier carrier) {
        opened++;
        say("opened", carrier);
    }

    @Override
    public void closed(Carrier carrier, String how) {
        over++;
        say("over", how);
    }

    @Override
    public void wire(Carrier carrier, AnswererStep step) {
        say("wire", step);
    }

    @Override
    public void fault(@Nullable Carrier carrier, FaultKind kind, String detail) {
        faults++;
        say("fault", kind + " " + detail);
    }
}
