package dev.dialtone.checker;

/// Sound runs, for tests to spoil.
final class Scenarios {
    static final String C = "c-1";

    private Scenarios() {}

    /// A dial of client A, observed by `o`, up to a state; that state included, its work not.
    static TestRun dialling(String state, String options) {
        TestRun run = TestRun.begun().dial("A", C, options).observe("o", "A", C, 0);
        upTo(run, C, state);
        return run;
    }

    /// Dialled, watched, read, and left connected.
    static TestRun connected(String options) {
        TestRun run = TestRun.begun().watch("w").dial("A", C, options).observe("o", "A", C, 0);
        upTo(run, C, "Connected");
        return run.gives("completion", "A", C).after(500);
    }

    /// Connected, then hung up by A.
    static TestRun whole() {
        TestRun run = connected("").status(C, "Connected").line("listed", "\"client\":\"A\",\"connections\":[\"c-1\"]");
        return hungUp(run, true).ended("o", ",\"lastSeq\":13").quiet();
    }

    static TestRun hungUp(TestRun run, boolean ending) {
        return run.call("hangup", "A", C, "")
                .after(20)
                .releases(C)
                .disconnects(C, 631, ending)
                .gives("hungUp", "A", C);
    }

    /// The password is wrong.
    static TestRun refused() {
        return dialling("AuthNotify", "")
                .wire(C, "AUTH_RESPONSE")
                .after(10)
                .releases(C)
                .fails(C, "AuthNotify", 691, false, 0)
                .gives("completion", "A", C)
                .quiet();
    }

    /// The password is wrong, and the dial asks for another, which A gives after a second.
    static TestRun paused() {
        TestRun run = dialling("AuthNotify", "\"paused\":true")
                .wire(C, "AUTH_RESPONSE")
                .after(10);
        pause(run).after(1000).call("answer", "A", C, ",\"seq\":8,\"result\":\"accepted\"");
        run.call("answer", "B", C, ",\"seq\":8,\"result\":\"already answered\"");
        run.log(C, "AuthRetry").wire(C, "AUTH_RESPONSE");
        return run.after(10)
                .releases(C)
                .fails(C, "AuthRetry", 691, false, 0)
                .gives("completion", "A", C)
                .quiet();
    }

    /// As above, and nobody answers.
    static TestRun unanswered(long millis, int error) {
        TestRun run = dialling("AuthNotify", "\"paused\":true").wire(C, "AUTH_RESPONSE");
        return pause(run)
                .after(millis)
                .releases(C)
                .fails(C, "RetryAuthentication", error, false, 0)
                .gives("completion", "A", C)
                .quiet();
    }

    private static TestRun pause(TestRun run) {
        return run.write(
                C, run.next(C, "RetryAuthentication", 0, ",\"reason\":691,\"prompt\":{\"kind\":\"credentials\"}"));
    }

    /// The first attempt meets a dead network, the second connects.
    static TestRun redialled() {
        TestRun run = dialling("ConnectDevice", "\"redial\":true,\"redialAttempts\":2")
                .after(100)
                .releases(C)
                .fails(C, "ConnectDevice", 809, true, 2000)
                .gives("completion", "A", C)
                .after(2000)
                .attempt(C, 2);
        upTo(run, C, "Connected");
        return hungUp(run.after(10), true).quiet();
    }

    /// Each notification acknowledged, the one of DeviceConnected never.
    static TestRun gated() {
        TestRun run = TestRun.begun().dial("A", C, "\"gated\":true").observe("o", "A", C, 0);
        run.log(C, "OpenPort").after(5).call("ack", "A", C, ",\"seq\":1");
        run.log(C, "PortOpened").after(5).call("ack", "A", C, ",\"seq\":2");
        run.log(C, "ConnectDevice").after(5).call("ack", "A", C, ",\"seq\":3");
        run.log(C, "DeviceConnected").after(30_000);
        run.log(C, "AllDevicesConnected").after(59_000);
        return run.fails(C, "AllDevicesConnected", 721, true, 0)
                .gives("completion", "A", C)
                .quiet();
    }

    /// Killed while the connection is established; A is told, and the next manager says the same.
    static TestRun killedConnected() {
        TestRun run = connected("").killed().after(200);
        String told = run.next(C, "Disconnected", 0, TestRun.cause(834, true));
        run.told("o", told).ended("o", ",\"lastSeq\":13").after(3000).started(2);
        run.line("hostState", "\"changes\":[]").line("resolver", "\"servers\":[]");
        return run.disconnects(C, 834, true).without("event\"", "disconnection").quiet();
    }

    /// Killed in the middle of a dial.
    static TestRun killedDialling() {
        TestRun run = dialling("AllDevicesConnected", "").killed().after(200);
        String told = run.next(C, "AllDevicesConnected", 834, TestRun.failure(true, 0) + ",\"completion\":true");
        run.told("o", told).ended("o", ",\"lastSeq\":6");
        run.line("completion", "\"client\":\"A\",\"connection\":\"c-1\",\"notification\":" + told);
        run.after(3000).started(2).line("hostState", "\"changes\":[]");
        return run.fails(C, "AllDevicesConnected", 834, true, 0).quiet();
    }

    /// B dials what A has connected; both give it back.
    static TestRun shared() {
        TestRun run = connected("").client("B", "opened");
        run.line(
                "dial",
                "\"client\":\"B\",\"connection\":\"c-1\",\"entry\":\"office\",\"existing\":true,\"seq\":12,\"options\":{}");
        run.observe("p", "B", C, 11).gives("completion", "B", C);
        run.call("release", "A", C, ",\"left\":1").after(1000);
        run.call("release", "B", C, ",\"left\":0").after(10);
        return run.releases(C).disconnects(C, 631, true).quiet();
    }

    static void upTo(TestRun run, String connection, String last) {
        for (String state :
                "OpenPort PortOpened ConnectDevice DeviceConnected AllDevicesConnected Authenticate AuthNotify"
                        .split(" ")) {
            step(run, connection, state, last);
            if (state.equals(last)) {
                return;
            }
        }
        run.wire(connection, "AUTH_RESPONSE").log(connection, "Authenticated");
        run.wire(connection, "CALL_CONNECTED").log(connection, "AuthProject");
        run.wire(connection, "IPCP").log(connection, "Projected").log(connection, "ApplySettings");
        run.make(connection, "Address[link=dial-" + connection + "]").after(3);
        if (last.equals("Connected")) {
            run.connects(connection);
        }
    }

    private static void step(TestRun run, String connection, String state, String last) {
        run.log(connection, state);
        if (state.equals("OpenPort")) {
            run.make(connection, "Device[name=dial-" + connection + "]");
        } else if (state.equals("ConnectDevice")) {
            run.after(2).line("carrier", "\"connection\":\"" + connection + "\",\"event\":\"opened\"");
            run.wire(connection, "TCP_ACCEPT", "TLS", "HTTP", "SSTP_CONNECT");
        } else if (state.equals("AllDevicesConnected") && !last.equals(state)) {
            run.wire(connection, "LCP");
        }
        run.after(1);
    }
}
