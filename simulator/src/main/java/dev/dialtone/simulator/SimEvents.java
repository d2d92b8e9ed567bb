package dev.dialtone.simulator;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;

/// A client's stream of the comings and goings of all connections (V1). It ends with its manager.
final class SimEvents implements EventObserver {
    private final World world;
    private final SimClient client;
    private String observer = "";
    private long lastArrival;
    private long seq;

    SimEvents(SimClient client) {
        this.client = client;
        this.world = client.world();
    }

    // on the manager's side
    void subscribe(RemoteAccess view) {
        observer = world.newObserver();
        world.facts().add("watch", "observer", observer, "client", client.name(), "since", seq);
        var _ = view.watchAll(seq, this);
        SimManager asked = world.manager();
        if (asked != null) {
            asked.onGone(() -> world.facts().add("unobserved", "observer", observer));
        }
    }

    @Override
    public void onEvent(AccessEvent event) {
        lastArrival = Math.max(lastArrival, world.time().nanoTime() + world.message());
        String told = observer;
        var _ = client.loop().at(lastArrival, () -> world.facts().add("event", "observer", told, "event", Wire.of(event)));
    }

    @Override
    public void onLagged(long lastSeq) {
        world.facts().add("unobserved", "observer", observer);
    }
}
