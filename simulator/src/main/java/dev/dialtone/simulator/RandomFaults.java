package dev.dialtone.simulator;

import dev.dialtone.carriers.Transport;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Lets the seed decide what befalls each carrier and each server: how far away the server is, in what pieces bytes
/// arrive,
/// and, with the probability given, a fault or more; a tenth as often
/// a server goes and comes back. What it decides for one carrier does not depend on the
/// others.
public final class RandomFaults implements FaultPlan {
    private static final long SHORTEST_NANOS = 50_000;
    private static final int LATENCY_DOUBLINGS = 11;
    private static final long MAX_RESOLVE_NANOS = 50_000_000;
    private static final long MAX_DELAY_NANOS = 2_000_000_000L;
    private static final int MAX_BYTE = 700;
    private static final double ANOTHER_FAULT = 0.15;
    private static final double OUTAGE = 0.1;
    private static final long SOON_NANOS = 500_000_000L;
    private static final long LATE_NANOS = 60_000_000_000L;
    private static final List<FaultKind> CONNECTS = List.of(
            FaultKind.UNRESOLVED, FaultKind.REFUSED, FaultKind.UNREACHABLE, FaultKind.UNANSWERED, FaultKind.UNTRUSTED);
    private static final List<FaultKind> TROUBLES = List.of(
            FaultKind.STALL, FaultKind.RESET, FaultKind.CLOSE, FaultKind.CUT, FaultKind.CORRUPT, FaultKind.CORRUPT_TLS);
    private static final List<Misbehaviour> MISBEHAVIOURS = Misbehaviour.all();
    private static final int[] REFUSALS = {646, 647, 648, 649, 691, 709, 999};
    private static final int[] STATUSES = {301, 400, 401, 403, 404, 407, 500, 503};

    private final Seed seed;
    private final double probability;

    /// @param probability that a carrier has a fault at all, 0..1; distance and chunking come in any case
    public RandomFaults(Seed seed, double probability) {
        this.seed = seed;
        this.probability = probability;
    }

    @Override
    public CarrierPlan carrier(Transport.Target target, int number) {
        RandomGenerator random = seed.stream("faults", number);
        LinkPlan up = link(random);
        LinkPlan down = link(random);
        long resolveNanos = random.nextLong(MAX_RESOLVE_NANOS);
        @Nullable FaultKind connect = null;
        List<Trouble> troubles = new ArrayList<>();
        Map<AnswererStep, Misbehaviour> misbehaviours = new EnumMap<>(AnswererStep.class);
        boolean another = random.nextDouble() < probability;
        while (another) {
            switch (random.nextInt(10)) {
                case 0 -> connect = one(CONNECTS, random);
                case 1, 2, 3, 4, 5 -> troubles.add(trouble(random));
                default -> {
                    Misbehaviour bad = misbehaviour(random);
                    misbehaviours.put(bad.step(), bad);
                }
            }
            another = random.nextDouble() < ANOTHER_FAULT;
        }
        return new CarrierPlan(up, down, resolveNanos, connect, troubles, misbehaviours);
    }

    @Override
    public List<Outage> outages(String host) {
        RandomGenerator random = seed.stream("outages of " + host);
        if (random.nextDouble() >= probability * OUTAGE) {
            return List.of();
        }
        long within = random.nextBoolean() ? SOON_NANOS : LATE_NANOS;
        SimServer.Health how = random.nextBoolean() ? SimServer.Health.REFUSES : SimServer.Health.SILENT;
        return List.of(new Outage(random.nextLong(within), random.nextLong(LATE_NANOS), how));
    }

    private static LinkPlan link(RandomGenerator random) {
        long latency = SHORTEST_NANOS << random.nextInt(LATENCY_DOUBLINGS);
        long jitter = random.nextBoolean() ? 0 : random.nextLong(latency);
        LinkPlan.Chunking chunking = switch (random.nextInt(10)) {
            case 0, 1 -> LinkPlan.Chunking.SPLIT;
            case 2 -> LinkPlan.Chunking.BYTES;
            case 3, 4 -> LinkPlan.Chunking.GLUED;
            default -> LinkPlan.Chunking.WHOLE;
        };
        return new LinkPlan(latency, jitter, chunking);
    }

    private static Trouble trouble(RandomGenerator random) {
        FaultKind kind = one(TROUBLES, random);
        Direction direction = random.nextBoolean() ? Direction.UP : Direction.DOWN;
        if (random.nextBoolean()) {
            return new Trouble(kind, direction, new Trouble.Trigger.AtByte(random.nextInt(MAX_BYTE)));
        }
        long delay = random.nextBoolean() ? 0 : random.nextLong(MAX_DELAY_NANOS);
        AnswererStep step = one(List.of(AnswererStep.values()), random);
        return new Trouble(kind, direction, new Trouble.Trigger.AtStep(step, delay));
    }

    private static Misbehaviour misbehaviour(RandomGenerator random) {
        Misbehaviour bad = one(MISBEHAVIOURS, random);
        Duration interval = Duration.ofMillis(1L << random.nextInt(12));
        return switch (bad.kind()) {
            case AUTH_FAILURE -> bad.withCode(REFUSALS[random.nextInt(REFUSALS.length)]);
            case HTTP_STATUS -> bad.withCode(STATUSES[random.nextInt(STATUSES.length)]);
            default -> bad.withInterval(interval);
        };
    }

    private static <T> T one(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }
}
