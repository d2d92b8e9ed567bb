package dev.dialtone.simulator;

import java.util.List;

/// Managers and clients that break the contract, one rule at a time: a checker that catches none of them would prove
/// nothing.
final class MutantList {
    private static final String MANAGER = "manager/src/main/java/dev/dialtone/manager/";
    private static final String CLIENT = "client/src/main/java/dev/dialtone/client/";

    private MutantList() {}

    static final List<Mutant> ALL = List.of(
            manager(
                    "works-before-it-tells",
                    List.of("N2"),
                    "Attempt",
                    "                        ConnectionState.ALL_DEVICES_CONNECTED,\n                        () -> carriers.inUse().establish()));",
                    "                        ConnectionState.ALL_DEVICES_CONNECTED, () -> {}));\n        carriers.inUse().establish();"),
            manager(
                    "touches-the-host-early",
                    List.of("N2"),
                    "NetworkSettings",
                    "        if (asked) {",
                    "        if (true) {"),
            manager(
                    "errs-in-another-state",
                    List.of("N3"),
                    "ActiveConnection",
                    "writer.failed(failed.state(), ",
                    "writer.failed(dev.dialtone.api.ConnectionState.PROJECTED, "),
            manager(
                    "forgets-the-entry",
                    List.of("N4"),
                    "NotificationWriter",
                    "                    identity.entry(),\n                    attempt,",
                    "                    \"\",\n                    attempt,"),
            manager(
                    "skips-a-number",
                    List.of("N5"),
                    "NotificationWriter",
                    "draft.number(++seq)",
                    "draft.number(seq += draft.state == ConnectionState.AUTHENTICATE ? 2 : 1)"),
            manager(
                    "logs-something-else",
                    List.of("N6", "C7"),
                    "NotificationWriter",
                    "ports.history().notified(notification);",
                    "ports.history().notified(draft.retry(draft.retryInMillis + 1).number(seq));"),
            manager(
                    "loses-one",
                    List.of("N7", "N8", "C7"),
                    "ObserverSink",
                    "                observer.onNotification(notification);",
                    "                if (notification.seq() % 7 != 3) {\n                    observer.onNotification(notification);\n                }"),
            manager(
                    "reorders",
                    List.of("N6", "N7", "N8", "C7"),
                    "AppendLog",
                    "items.add(item)",
                    "items.add(items.size() - (items.size() % 5 == 4 ? 1 : 0), item)"),
            manager(
                    "begins-one-late",
                    List.of("N7", "C7"),
                    "AppendLog",
                    "            this.index = from;",
                    "            this.index = from + 1;"),
            manager(
                    "drops-in-silence",
                    List.of("N8", "N7"),
                    "AppendLog",
                    "                    return new Next.Lagged<>();",
                    "                    index = items.size();\n                    return new Next.Nothing<>();"),
            manager("ignores-the-gate", List.of("N9"), "Gate", "        if (owed == 0) {", "        if (owed >= 0) {"),
            manager(
                    "never-completes",
                    List.of("C1", "C7", "C6"),
                    "ActiveConnection",
                    "            case Outcome.Failed failed -> writer",
                    "            case Outcome.Failed failed when failed.state() == dev.dialtone.api.ConnectionState.CONNECT_DEVICE -> {}\n            case Outcome.Failed failed -> writer"),
            manager(
                    "completes-twice",
                    List.of("C1"),
                    "NotificationWriter",
                    "        Notification notification = publish(new Draft(ConnectionState.CONNECTED).completes());",
                    "        publish(new Draft(ConnectionState.CONNECTED).completes());\n        Notification notification = publish(new Draft(ConnectionState.CONNECTED).completes());"),
            manager(
                    "redials-too-soon",
                    List.of("C1a"),
                    "ActiveConnection",
                    "redialAfter(loop.nanoTime() + pause * 1_000_000,",
                    "redialAfter(loop.nanoTime() + pause * 500_000,"),
            manager(
                    "announces-and-forgets",
                    List.of("C1a"),
                    "ActiveConnection",
                    "redialAfter(loop.nanoTime() + pause * 1_000_000,",
                    "redialAfter(loop.nanoTime() + pause * 1_000_000_000,"),
            manager(
                    "ends-with-its-client",
                    List.of("C2"),
                    "ActiveConnection",
                    "            } else if (!firstComplete || tied) {",
                    "            } else {"),
            manager(
                    "completes-before-the-host-is-undone",
                    List.of("C3", "C4"),
                    "Teardown",
                    "!tunnelGone || !hostReleased",
                    "!tunnelGone"),
            manager(
                    "hangs-up-late",
                    List.of("C5"),
                    "ActiveConnection",
                    "        hangUpAsked = true;\n        run(() -> {\n            if (attempt != null) {\n                attempt.hangUp(cause);",
                    "        run(() -> {\n            if (attempt != null) {\n                Attempt late = attempt;\n                var unused = loop.at(loop.nanoTime() + 30_000_000L, () -> {\n                    hangUpAsked = true;\n                    late.hangUp(cause);\n                });"),
            manager(
                    "forgets-a-hang-up",
                    List.of("C6", "C5", "H1"),
                    "ActiveConnection",
                    "                attempt.hangUp(cause);",
                    "                hangUpAsked = false;"),
            manager(
                    "waits-for-ever",
                    List.of("C6"),
                    "Limits",
                    "        overdue.overdue(wholeDial ? inAll : perState, wholeDial ? \"a dial\" : \"a state\");",
                    ""),
            manager(
                    "does-not-tell-the-dialler-of-hang-ups",
                    List.of("C7", "N8"),
                    "ObserverSink",
                    "                observer.onNotification(notification);",
                    "                if (notification.cause() != 631) {\n                    observer.onNotification(notification);\n                }"),
            manager(
                    "ends-without-a-cause",
                    List.of("C8", "N3", "E2"),
                    "NotificationWriter",
                    "                .cause(cause.error())",
                    "                .cause(0)"),
            manager(
                    "ends-as-a-completion",
                    List.of("C8", "C1", "N3"),
                    "NotificationWriter",
                    "wasEstablished ? draft.ends() : draft.completes()",
                    "draft.completes()"),
            manager(
                    "says-nothing-after-a-restart",
                    List.of("C9"),
                    "Registry",
                    "            if (log.isEmpty() || !log.getLast().isLast()) {",
                    "            if (log.isEmpty()) {"),
            manager(
                    "restarts-with-another-number",
                    List.of("C9", "N5"),
                    "Registry",
                    "                last.seq() + 1,",
                    "                last.seq() + 2,"),
            client(
                    "client-tells-another-number",
                    List.of("C9"),
                    "Position",
                    "                seq + 1,\n",
                    "                seq + 2,\n"),
            client(
                    "client-tells-nothing",
                    List.of("C9", "C7"),
                    "Position",
                    "        return switch (phase) {\n            case OVER -> Optional.empty();",
                    "        return switch (phase == Phase.DIALLING ? Phase.OVER : phase) {\n            case OVER -> Optional.empty();"),
            manager(
                    "goes-on-without-its-client",
                    List.of("C10"),
                    "ActiveConnection",
                    "            if (!firstComplete && holders.isEmpty()) {\n                nobodyHolds();\n            } else if",
                    "            if"),
            manager(
                    "lets-bound-ones-stay",
                    List.of("C10"),
                    "ActiveConnection",
                    "                bound.add(holder);",
                    ""),
            manager(
                    "abandons-background-dials",
                    List.of("C10"),
                    "ActiveConnection",
                    "        if (plan.options().background()) {",
                    "        if (plan.options().background() && attempt == null) {"),
            manager(
                    "pauses-unasked",
                    List.of("P1"),
                    "Pauses",
                    "        if (!options.paused()) {\n            return null;\n        }\n",
                    ""),
            manager(
                    "pauses-without-a-reason",
                    List.of("P2"),
                    "NotificationWriter",
                    ".pause(reason.error(), prompt)",
                    ".pause(0, prompt)"),
            manager(
                    "takes-every-answer",
                    List.of("P3"),
                    "PauseDesk",
                    "            taker = open.taker;\n            open = null;",
                    "            taker = open.taker;"),
            manager(
                    "waits-for-answers-for-ever",
                    List.of("P4"),
                    "Pauses",
                    "            if (desk.withdraw()) {",
                    "            if (over && desk.withdraw()) {"),
            manager(
                    "expires-with-another-error",
                    List.of("P4"),
                    "Pauses",
                    "                        RasError.REQUEST_TIMEOUT,",
                    "                        RasError.AUTHENTICATION_FAILURE,"),
            manager(
                    "knows-no-error-6",
                    List.of("H1"),
                    "Registry",
                    "                RasError.INVALID_HANDLE,",
                    "                RasError.INVALID_PARAMETER,"),
            manager(
                    "connects-an-entry-twice",
                    List.of("H2", "H3"),
                    "Registry",
                    "        if (before.isPresent() && !before.get().isEnding()) {",
                    "        if (before.isPresent() && before.get().record().id().isEmpty()) {"),
            manager(
                    "miscounts",
                    List.of("H2", "C2"),
                    "ConnectionRecord",
                    "Math.max(0, references - 1)",
                    "Math.max(0, references - 2)"),
            manager(
                    "does-not-wait-for-a-teardown",
                    List.of("H3", "H2"),
                    "Registry",
                    "        if (before.isPresent()) {\n            // H3",
                    "        if (before.isPresent() && stopped) {\n            // H3"),
            manager(
                    "uses-ids-again",
                    List.of("H4"),
                    "ConnectionIds",
                    "random.nextInt(DIGITS.length())",
                    "random.nextInt(1) + i / 20"),
            manager(
                    "changes-the-host-before-the-journal",
                    List.of("H6"),
                    "HostLedger",
                    "        long id = journal.announce(change.in(namespace));\n        // noted before",
                    "        host.apply(change);\n        long id = journal.announce(change.in(namespace));\n        // noted before"),
            manager(
                    "leaves-a-route",
                    List.of("H6", "C3", "C4"),
                    "HostLedger",
                    "            drop(change);\n        }\n    }\n",
                    "            if (!(change instanceof HostChange.Route)) {\n                drop(change);\n            }\n        }\n    }\n"),
            manager(
                    "recovers-nothing",
                    List.of("H6"),
                    "HostLedger",
                    "                host.undo(left.getValue());\n",
                    ""),
            manager(
                    "shows-an-old-status",
                    List.of("S1"),
                    "ConnectionRecord",
                    "            last = notification;\n            if (notification.isConnected()) {",
                    "            last = notification.ending() ? last : notification;\n            if (notification.isConnected()) {"),
            manager(
                    "forgets-what-ended",
                    List.of("S3"),
                    "Registry",
                    "        alive.remove(id);\n",
                    "        alive.remove(id);\n        records.remove(id);\n        byId.remove(id);\n        snapshot = List.copyOf(records.values());\n"),
            manager(
                    "lists-only-the-connected",
                    List.of("S4"),
                    "Registry",
                    ".filter(ConnectionRecord::isActive)",
                    ".filter(record -> record.isActive() && record.isConnected())"),
            manager(
                    "loses-events",
                    List.of("V1"),
                    "EventLog",
                    "log.append(new AccessEvent(++seq,",
                    "if (++seq % 3 != 0) log.append(new AccessEvent(seq,"),
            manager(
                    "doubles-events",
                    List.of("V1"),
                    "ObserverSink",
                    "                observer.onEvent(event);",
                    "                observer.onEvent(event);\n                observer.onEvent(event);"),
            manager("invents-a-number", List.of("E1"), "StateTimeouts", "RasError.VPN_TIMEOUT", "1234"),
            manager(
                    "gives-no-detail",
                    List.of("E2"),
                    "NotificationWriter",
                    "            detail = Detail.of(failure);\n",
                    ""),
            manager(
                    "retries-a-refused-password",
                    List.of("E3"),
                    "RedialPolicy",
                    "if (!failure.retryable() || !allows",
                    "if (!allows"),
            manager(
                    "gives-up-at-once",
                    List.of("E3"),
                    "RedialPolicy",
                    "        return failedInARow <= most;",
                    "        return failedInARow < most;"));

    private static Mutant manager(String name, List<String> rules, String type, String text, String instead) {
        return new Mutant(name, rules, MANAGER + type + ".java", text, instead);
    }

    private static Mutant client(String name, List<String> rules, String type, String text, String instead) {
        return new Mutant(name, rules, CLIENT + type + ".java", text, instead);
    }
}
