package dev.dialtone.manager;

import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.FrameTap;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearningRequest;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelCounters;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketSink;
import dev.dialtone.core.Secret;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tunnel whose peer is the test: it notes what was asked of it and answers when told to.
final class ScriptedTunnel implements Tunnel {
    static final CarrierInfo CARRIER = new CarrierInfo(
            "vpn",
            "SSTP",
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 40000),
            new InetSocketAddress(InetAddress.ofLiteral("198.51.100.7"), 443),
            "TLSv1.3",
            "TLS_AES_128_GCM_SHA256",
            "CN=vpn.example",
            "00ff",
            null);
    static final TunnelProjection PROJECTION = new TunnelProjection(
            (Inet4Address) InetAddress.ofLiteral("10.9.0.2"),
            (Inet4Address) InetAddress.ofLiteral("10.9.0.1"),
            null,
            null,
            null,
            null,
            List.of(InetAddress.ofLiteral("10.9.0.53")),
            List.of(),
            1400,
            "mschapv2");

    final List<String> asked = new ArrayList<>();
    final TunnelListener listener;
    boolean answersClose = true;

    /// What its network tells when it is asked; null for a silent one.
    @Nullable
    LearnedNetwork learned = LearnedNetwork.NONE;

    @Nullable
    LearningRequest request;

    FrameTap tap = FrameTap.NONE;
    TunnelCounters counters = new TunnelCounters(1, 2, 3, 4, 5);

    ScriptedTunnel(TunnelListener listener) {
        this.listener = listener;
    }

    /// Plays the peer through all phases that are left.
    void succeed() {
        listener.connected(CARRIER);
        listener.established();
        listener.authenticationAsked("mschapv2");
        listener.authenticated("mschapv2", "");
        listener.projected(PROJECTION);
    }

    /// The same on a gated dial.
    ///
    /// @param acknowledge what was notified last
    void succeedGated(Runnable acknowledge) {
        listener.connected(CARRIER);
        acknowledge.run();
        acknowledge.run();
        listener.established();
        acknowledge.run();
        listener.authenticationAsked("mschapv2");
        acknowledge.run();
        listener.authenticated("mschapv2", "");
        acknowledge.run();
        acknowledge.run();
        listener.projected(PROJECTION);
        acknowledge.run();
        acknowledge.run();
    }

    @Override
    public void tap(FrameTap frames) {
        tap = frames;
    }

    @Override
    public void connect() {
        asked.add("connect");
    }

    @Override
    public void establish() {
        asked.add("establish");
    }

    @Override
    public void authenticate() {
        asked.add("authenticate");
    }

    @Override
    public void respond() {
        asked.add("respond");
    }

    @Override
    public void retry(String user, Secret password) {
        asked.add("retry " + user + " " + password.useUtf8(String::new));
    }

    @Override
    public void changePassword(Secret newPassword) {
        asked.add("changePassword " + newPassword.useUtf8(String::new));
    }

    @Override
    public void probe() {
        asked.add("probe");
    }

    @Override
    public void project() {
        asked.add("project");
    }

    @Override
    public void learn(LearningRequest wanted) {
        asked.add(wanted.needed() ? "learn, needed" : "learn");
        request = wanted;
        if (learned != null) {
            listener.learned(PROJECTION.with(learned));
        }
    }

    @Override
    public void deliverTo(PacketSink sink) {
        asked.add("deliverTo");
    }

    @Override
    public PacketBatch batch() {
        throw new IllegalStateException("no packets here");
    }

    @Override
    public void close() {
        asked.add("close");
        if (answersClose) {
            listener.closed();
        }
    }

    @Override
    public void abort() {
        asked.add("abort");
        listener.closed();
    }

    @Override
    public TunnelCounters counters() {
        return counters;
    }
}
