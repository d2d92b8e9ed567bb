package dev.dialtone.simulator;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import org.jspecify.annotations.Nullable;

/// A client's stream of the comings and goings of all connections (V1). It ends with its manager.
final class SimEvents implements EventObserver {
    private final World world;
    private final SimClient client;
    private String observer = "";
    private long lastArrival;
    private long seq;
    private boolean over;
    private @Nullable Subscription subscription;

    SimEvents(SimClient client) {
        this.client = client;
        this.world = client.world();
    }

    // on the manager's side
    void subscribe(RemoteAccess view) {
        observer = world.newObserver();
        world.facts().add("watch", "observer", observer, "client", client.name(), "since", seq);
        subscription = view.watchAll(seq, this);
        SimManager asked = world.manager();
        if (asked != null) {
            asked.onGone(this::end);
        }
    }

    @Override
    public void onEvent(AccessEvent event) {
        lastArrival = Math.max(lastArrival, world.time().nanoTime() + world.message());
        String told = observer;
        var _ = client.loop().at(lastArrival, () -> {
            if (!over) {
                world.facts().add("event", "observer", told, "event", Wire.of(event));
            }
        });
    }

    @Override
    public void onLagged(long lastSeq) {
        end();
    }

    /// Its manager or its client is gone, or it fell behind.
    void end() {
        if (!over) {
            over = true;
            world.facts().add("unobserved", "observer", observer);
            Subscription open = subscription;
            if (open != null) {
                open.close();
            }
        }
    }
}
