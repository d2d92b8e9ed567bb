package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.core.AddressText;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What an established connection stands on: the host's network, and a machine that is awake. Looks when either
/// changed, has the peer probed, and knows why the connection is lost when it does not outlive that. On the
/// connection's loop.
final class Footing {
    /// So long the host may have no way to the server, as when it changes from one network to the next.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// A loss so soon after a suspend is because of it.
    private static final Duration AFTERMATH = Duration.ofSeconds(15);

    /// Looks at the host, elsewhere, and answers later on the loop.
    @FunctionalInterface
    interface Look {
        void ask(Consumer<Outlook> answer);
    }

    private final Loop loop;
    private final InetAddress local;
    private final Look look;
    private final Runnable probe;
    private final Consumer<Failure> lost;
    private final UnaryOperator<Runnable> guarded;
    private boolean stopped;
    private boolean looking;
    private boolean lookAgain;
    private boolean graceOver;
    private Loop.@Nullable Timer grace;
    private @Nullable Duration asleep;
    private long resumedAt;

    /// @param local   the outer address the carrier was made from
    /// @param probe   asks the peer whether it lives
    /// @param lost    told when the connection cannot live any more
    /// @param guarded wraps what runs later
    Footing(
            Loop loop,
            InetAddress local,
            Look look,
            Runnable probe,
            Consumer<Failure> lost,
            UnaryOperator<Runnable> guarded) {
        this.loop = loop;
        this.local = local;
        this.look = look;
        this.probe = probe;
        this.lost = lost;
        this.guarded = guarded;
    }

    void networkChanged() {
        if (looking) {
            // that look may have been too early to see this change
            lookAgain = true;
        } else {
            looking = true;
            look.ask(this::looked);
        }
    }

    private void looked(Outlook found) {
        looking = false;
        if (stopped) {
            return;
        }
        if (lookAgain) {
            lookAgain = false;
            networkChanged();
            return;
        }
        switch (found) {
            case ADDRESS_GONE ->
                lost.accept(Failure.retryable(
                        RasError.LINK_FAILURE,
                        Layer.HOST,
                        "The connection was made from " + AddressText.of(local)
                                + ", an address this host does not have any more."));
            case NO_WAY -> bear();
            case STANDS -> {
                endGrace();
                probe.run();
            }
        }
    }

    private void bear() {
        if (graceOver) {
            endGrace();
            probe.run();
        } else if (grace == null) {
            grace = loop.at(loop.nanoTime() + GRACE.toNanos(), guarded.apply(() -> {
                graceOver = true;
                networkChanged();
            }));
        }
    }

    private void endGrace() {
        graceOver = false;
        if (grace != null) {
            grace.cancel();
            grace = null;
        }
    }

    /// @param slept how long the machine was suspended
    void resumed(Duration slept) {
        asleep = slept;
        resumedAt = loop.nanoTime();
        probe.run();
    }

    /// Why the connection is lost. Only a loss that can be retried is put down to a suspend: a refusal stays
    /// one (E3).
    Failure cause(Failure loss) {
        Duration slept = asleep;
        boolean late = loop.nanoTime() - resumedAt > AFTERMATH.toNanos();
        if (slept == null || late || !loss.retryable()) {
            return loss;
        }
        return Failure.retryable(
                        RasError.SYSTEM_SUSPENDED,
                        loss.layer(),
                        "The connection did not outlive a suspend of the machine for " + slept.toSeconds() + " s. "
                                + loss.reason())
                .peer(loss.peerCode(), loss.peerText());
    }

    void stop() {
        stopped = true;
        endGrace();
    }
}
