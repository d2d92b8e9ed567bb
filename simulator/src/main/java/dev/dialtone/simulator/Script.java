package dev.dialtone.simulator;

import dev.dialtone.api.Entry;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// What is done in a run, and when, as the seed has it.
final class Script {
    private static final long SHORTEST = 100_000;
    private static final long LONGEST = 15_000 * World.MILLI;

    private Script() {}

    /// Puts everything in its place in time.
    ///
    /// @return when the last thing is done
    static long play(World world, int actions) {
        RandomGenerator random = world.seed().stream("script");
        long at = World.MILLI;
        for (int i = 0; i < actions; i++) {
            // close together as often as far apart: races need the first, time-outs the second
            at += (long) Math.exp(Math.log(SHORTEST) + random.nextDouble() * Math.log((double) LONGEST / SHORTEST));
            boolean first = i == 0;
            var _ = world.wire().at(at, () -> act(world, random, first));
        }
        return at;
    }

    private static void act(World world, RandomGenerator random, boolean first) {
        List<SimClient> alive =
                world.clients().stream().filter(client -> !client.isGone()).toList();
        int kind = first ? 0 : random.nextInt(100);
        if (kind >= 90 || alive.isEmpty()) {
            befall(world, random);
            return;
        }
        SimClient client = alive.get(random.nextInt(alive.size()));
        List<Entry> entries = world.scenario().entries();
        String entry = entries.get(random.nextInt(entries.size())).name();
        if (kind < 38) {
            client.dial(entry);
        } else if (kind < 54) {
            client.hangUp(entry);
        } else if (kind < 59) {
            client.release(entry);
        } else if (kind < 65) {
            client.status(entry);
        } else if (kind < 69) {
            client.list();
        } else if (kind < 77) {
            client.watch(entry);
        } else if (kind < 80) {
            client.unwatch();
        } else if (kind < 83) {
            client.watchAll();
        } else if (kind < 88) {
            client.die();
        } else {
            client.close();
        }
    }

    private static void befall(World world, RandomGenerator random) {
        SimManager manager = world.manager();
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                if (manager != null) {
                    world.tally().action("manager killed");
                    world.tally().seen("a killed manager");
                    manager.kill();
                    world.restartLater(world.logUniform(World.MILLI, 10_000 * World.MILLI));
                }
            }
            case 2 -> {
                if (manager != null) {
                    world.tally().action("manager stopped");
                    manager.stop();
                    world.restartLater(world.logUniform(World.MILLI, 10_000 * World.MILLI));
                }
            }
            case 3 -> {
                SimServer.Health how = random.nextBoolean() ? SimServer.Health.REFUSES : SimServer.Health.SILENT;
                world.server().vanish(how);
                var _ = world.wire()
                        .after(
                                world.logUniform(World.MILLI, 30_000 * World.MILLI),
                                () -> world.server().comeBack());
            }
            case 4 -> {
                world.tally().action("network changed");
                world.facts().add("networkChanged");
                world.host().memory().networkChanged();
                if (random.nextInt(3) == 0) {
                    world.host().memory().resumed(Duration.ofMinutes(7));
                }
            }
            default -> {
                world.tally().fault("JOURNAL_FULL", "");
                world.facts().add("fault", "kind", "JOURNAL_FULL", "state", "");
                world.disk().journal().full(true);
                var _ = world.wire()
                        .after(
                                world.logUniform(World.MILLI, 5_000 * World.MILLI),
                                () -> world.disk().journal().full(false));
            }
        }
    }
}
