package dev.dialtone.checker;

import java.util.List;

/// When a state may be entered, and its work begin.
final class EnteringRules {
    static final List<Rule> ALL = List.of(
            new Rule("N2", "A state is notified before its work starts.", EnteringRules::wireAfterState),
            new Rule(
                    "N2",
                    "The host is not touched before the state whose work that is.",
                    EnteringRules::hostAfterState),
            new Rule(
                    "N9",
                    "A gated dial enters the next state after the last notification was acknowledged, or after a limit.",
                    EnteringRules::gated));

    private EnteringRules() {}

    private static void wireAfterState(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Fact.Wire wire : trail.wires) {
                if (!allowed(trail, wire)) {
                    findings.add(wire.line(), "the server saw " + wire.step() + " of " + trail.id + " earlier");
                }
            }
        }
    }

    private static boolean allowed(Trail trail, Fact.Wire wire) {
        // the last bytes of a carrier may be seen when its attempt is over
        Notice last = trail.lastBefore(wire.line());
        if (last != null && last.isOver()) {
            return true;
        }
        return switch (wire.step()) {
            case "TCP_ACCEPT", "TLS", "HTTP", "SSTP_CONNECT" -> trail.entered(wire.line(), States.CONNECT_DEVICE);
            case "LCP" -> trail.entered(wire.line(), States.ALL_DEVICES_CONNECTED);
            case "AUTH_RESPONSE" ->
                trail.entered(wire.line(), States.AUTH_NOTIFY, States.AUTH_RETRY, States.AUTH_CHANGE_PASSWORD);
            case "CALL_CONNECTED", "IPCP", "CONNECTED" ->
                trail.entered(wire.line(), States.AUTHENTICATED, States.AUTH_PROJECT);
            default -> true;
        };
    }

    private static void hostAfterState(Run run, Findings findings) {
        for (Fact fact : run.inOrder) {
            if (fact instanceof Fact.Host host && host.make()) {
                int state = host.isDevice() ? States.OPEN_PORT : States.APPLY_SETTINGS;
                if (!entered(run, host, state)) {
                    findings.add(host.line(), host.change() + " was made earlier");
                }
            }
        }
    }

    private static boolean entered(Run run, Fact.Host host, int state) {
        if (!host.connection().isEmpty()) {
            return run.known(host.connection()).entered(host.line(), state);
        }
        for (Trail trail : run.trails.values()) {
            if (run.alive(trail, host.line()) && trail.entered(host.line(), state)) {
                return true;
            }
        }
        return false;
    }

    private static void gated(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact.Dial dial = trail.creator();
            if (dial == null || !dial.wants("gated")) {
                continue;
            }
            long gate = trail.limits(run.limits).gate();
            for (int i = 1; i < trail.log.size(); i++) {
                Notice last = trail.log.get(i - 1);
                Notice next = trail.log.get(i);
                if (last.isConnected()) {
                    // the dial is over; what brings its connection back is not gated
                    break;
                }
                if (next.isRunning()
                        && next.attempt() == last.attempt()
                        && next.t() - last.t() < gate
                        && !Gate.isOpen(run, trail, dial, last, next.line())) {
                    findings.add(next.line(), next.called() + " came unasked after " + (next.t() - last.t()) + " µs");
                }
            }
        }
    }
}
