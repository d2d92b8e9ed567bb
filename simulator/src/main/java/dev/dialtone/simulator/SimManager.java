package dev.dialtone.simulator;

import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerPorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// One generation of the manager's process: everything of it runs on loops that end with it.
final class SimManager {
    static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
    private static final Caller ROOT = new Caller(0, true);

    private final World world;
    private final int generation;
    private final RandomGenerator random;
    private final SimLoop api;
    private final SimLoop hostLoop;
    private final List<SimLoop> loops = new ArrayList<>();
    private final List<Runnable> mourners = new ArrayList<>();
    private final Manager manager;
    private long hostFreeAt;
    private boolean gone;

    SimManager(World world, int generation) {
        this.world = world;
        this.generation = generation;
        this.random = world.seed().stream("manager", generation);
        this.api = own(world.time().loop("api"));
        this.hostLoop = own(world.time().loop("host"));
        this.manager = Manager.start(ports());
    }

    private SimLoop own(SimLoop loop) {
        loops.add(loop);
        return loop;
    }

    private ManagerPorts ports() {
        return new ManagerPorts(
                world.host(),
                this::onHost,
                world.network(),
                name -> own(world.time().loop(name)),
                this::observer,
                world.scenario().observerBuffer(),
                (device, tunnel) -> device::close,
                world.disk().history(),
                world.disk().journal(),
                world.disk().hungUp(),
                world.book(),
                world.userBooks(),
                world.book(),
                () -> START.plusNanos(world.time().nanoTime()),
                random);
    }

    /// The host's one thread: in order, and sometimes slow.
    private void onHost(Runnable task) {
        String loop = world.time().currentLoop();
        String connection = loop.startsWith("connection-") ? loop.substring("connection-".length()) : "";
        long slow = world.scenario().hostNanos() == 0
                ? 0
                : random.nextLong(world.scenario().hostNanos());
        hostFreeAt = Math.max(hostFreeAt, world.time().nanoTime()) + slow;
        var _ = hostLoop.at(hostFreeAt, () -> {
            world.host().workFor(connection);
            task.run();
            world.host().workFor("");
        });
    }

    /// An observer's executor, as slow as whoever is about to observe asked for.
    private Executor observer(String name) {
        SimLoop loop = own(world.time().loop(name));
        long slow = world.takeObserverNanos();
        if (slow == 0) {
            return loop;
        }
        return task -> {
            if (slow != World.NEVER_READS) {
                var _ = loop.after(slow, task);
            }
        };
    }

    int generation() {
        return generation;
    }

    /// What a client's requests run on.
    SimLoop api() {
        return api;
    }

    RemoteAccess newView() {
        return manager.view(ROOT);
    }

    boolean isGone() {
        return gone;
    }

    /// Told, on whoever's loop ends the process, when its sockets close.
    void onGone(Runnable task) {
        mourners.add(task);
    }

    /// SIGKILL.
    void kill() {
        if (!gone) {
            world.facts().add("killed", "generation", generation);
            end();
        }
    }

    /// SIGTERM; done once all is released.
    void stop() {
        var _ = manager.stop().thenRun(() -> {
            if (!gone) {
                manager.finish();
                // what was told on the way out is on the clients' sockets before the process ends
                var _ = api.after(World.MILLI, () -> {
                    if (!gone) {
                        world.facts().add("stopped", "generation", generation);
                        end();
                    }
                });
            }
        });
    }

    private void end() {
        gone = true;
        loops.forEach(SimLoop::kill);
        world.host().crash();
        List.copyOf(mourners).forEach(Runnable::run);
        world.managerGone();
    }
}
