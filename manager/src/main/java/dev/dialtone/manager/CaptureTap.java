package dev.dialtone.manager;

import dev.dialtone.api.Pcapng;
import dev.dialtone.carriers.FrameTap;
import dev.dialtone.core.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where captures look at the frames of one connection, whichever tunnel it has. Without a capture it is a
/// list that is empty. Safe for any thread.
final class CaptureTap implements FrameTap {
    private static final LocalCapture[] NOBODY = {};

    private volatile LocalCapture[] captures = NOBODY;

    /// What the peer was told: copies.
    private volatile List<Secret> secrets = List.of();

    // guarded by this
    private boolean over;

    @Override
    public boolean isOn() {
        return captures.length > 0;
    }

    @Override
    public void received(byte[] buffer, int offset, int length) {
        for (LocalCapture capture : captures) {
            capture.queue().offer(Pcapng.RECEIVED, buffer, offset, length, secrets);
        }
    }

    @Override
    public void sent(byte[] buffer, int offset, int length) {
        for (LocalCapture capture : captures) {
            capture.queue().offer(Pcapng.SENT, buffer, offset, length, secrets);
        }
    }

    /// From now on it is overwritten wherever the peer says it in the negotiation.
    ///
    /// @param secret stays the caller's to close
    synchronized void hide(Secret secret) {
        if (!over && !secret.isEmpty()) {
            List<Secret> more = new ArrayList<>(secrets);
            more.add(secret.copy());
            secrets = List.copyOf(more);
        }
    }

    /// Shows it the frames from now on.
    ///
    /// @return false when the connection has ended
    synchronized boolean attach(LocalCapture capture) {
        if (!over) {
            LocalCapture[] more = Arrays.copyOf(captures, captures.length + 1);
            more[captures.length] = capture;
            captures = more;
        }
        return !over;
    }

    synchronized void detach(LocalCapture capture) {
        List<LocalCapture> left = new ArrayList<>(List.of(captures));
        left.remove(capture);
        captures = left.toArray(NOBODY);
    }

    /// The connection has ended: so have its captures.
    void end() {
        LocalCapture[] ending;
        synchronized (this) {
            over = true;
            ending = captures;
            captures = NOBODY;
        }
        for (LocalCapture capture : ending) {
            capture.queue().end();
        }
        // nobody masks with them any more
        secrets.forEach(Secret::close);
    }
}
