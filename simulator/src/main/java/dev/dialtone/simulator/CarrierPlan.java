package dev.dialtone.simulator;

import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is to befall one carrier, decided when it is opened.
///
/// @param up            the stream to the server
/// @param down          the stream to the client
/// @param resolveNanos  how long the look-up of the name takes
/// @param connect       why it is not even connected: UNRESOLVED, REFUSED, UNREACHABLE, UNANSWERED or UNTRUSTED;
///                      null when it is
/// @param troubles      what befalls the streams
/// @param misbehaviours what the server does wrong, at most one at each step
public record CarrierPlan(
        LinkPlan up,
        LinkPlan down,
        long resolveNanos,
        @Nullable FaultKind connect,
        List<Trouble> troubles,
        Map<AnswererStep, Misbehaviour> misbehaviours) {
    public CarrierPlan {
        troubles = List.copyOf(troubles);
        Map<AnswererStep, Misbehaviour> ordered = new EnumMap<>(AnswererStep.class);
        ordered.putAll(misbehaviours);
        misbehaviours = ordered;
    }

    /// Nothing befalls it.
    public static CarrierPlan clean(LinkPlan up, LinkPlan down) {
        return new CarrierPlan(up, down, 0, null, List.of(), Map.of());
    }

    public CarrierPlan refusing(FaultKind why) {
        return new CarrierPlan(up, down, resolveNanos, why, troubles, misbehaviours);
    }

    public CarrierPlan with(Trouble... wanted) {
        return new CarrierPlan(up, down, resolveNanos, connect, List.of(wanted), misbehaviours);
    }

    public CarrierPlan with(Misbehaviour bad) {
        return new CarrierPlan(up, down, resolveNanos, connect, troubles, Map.of(bad.step(), bad));
    }
}
