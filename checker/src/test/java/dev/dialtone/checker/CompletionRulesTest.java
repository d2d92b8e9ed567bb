package dev.dialtone.checker;

import static dev.dialtone.checker.Scenarios.C;

import org.junit.jupiter.api.Test;

class CompletionRulesTest {
    @Test
    void C1_noCompletion_isCaught() {
        Scenarios.dialling("Authenticate", "").quiet().breaks("C1");
        Scenarios.dialling("Authenticate", "")
                .line("stopped", "\"generation\":1")
                .breaks("C1");
    }

    @Test
    void C1_secondCompletion_isCaught() {
        Scenarios.refused().twice("log", "691").breaks("C1");
        Scenarios.whole()
                .with(",\"ending\":true", ",\"completion\":true", "log", "Disconnected")
                .breaks("C1");
    }

    @Test
    void C1_wrongMark_isCaught() {
        Scenarios.whole()
                .with(",\"completion\":true", "", "log", "\"Connected\"")
                .breaks("C1");
        Scenarios.whole()
                .with("\"error\":0", "\"error\":0,\"completion\":true", "log", "Projected")
                .breaks("C1");
    }

    @Test
    void C1_anythingAfterIt_isCaught() {
        TestRun run = Scenarios.dialling("Authenticate", "").releases(C).fails(C, "Authenticate", 721, true, 0);
        run.log(C, "AuthNotify").breaks("C1");
        Scenarios.connected("").log(C, "ApplySettings").breaks("C1");
    }

    @Test
    void C1a_attemptThatNeverCame_isCaught() {
        TestRun run = Scenarios.dialling("ConnectDevice", "\"redial\":true").releases(C);
        run.fails(C, "ConnectDevice", 809, true, 2000)
                .gives("completion", "A", C)
                .quiet()
                .breaks("C1a");
    }

    @Test
    void C1a_hangUpWhileWaiting_isAnExcuse() {
        TestRun run = Scenarios.dialling("ConnectDevice", "\"redial\":true").releases(C);
        run.fails(C, "ConnectDevice", 809, true, 2000).gives("completion", "A", C);
        run.call("hangup", "A", C, "").quiet().holds();
    }

    @Test
    void C1a_attemptTooEarlyUnannouncedOrMisnumbered_isCaught() {
        Scenarios.redialled()
                .with("Millis\":2000", "Millis\":2001", "log", "809")
                .breaks("C1a");
        Scenarios.redialled().with(",\"retryInMillis\":2000", "", "log", "809").breaks("C1a");
        Scenarios.redialled()
                .with("\"attempt\":2", "\"attempt\":3", "log", "\"attempt\":2")
                .breaks("C1a");
    }

    @Test
    void C1a_dialThatGivesALaterAttempt_isCaught() {
        Scenarios.redialled()
                .with("\"attempt\":1", "\"attempt\":2", "\"what\":\"completion\"")
                .breaks("C1a");
    }

    @Test
    void C8_endingWithoutMarkOrCause_isCaught() {
        Scenarios.whole().with(",\"ending\":true", "", "log", "Disconnected").breaks("C8");
        Scenarios.whole()
                .with("\"cause\":631", "\"cause\":0", "log", "Disconnected")
                .breaks("C8");
    }

    @Test
    void C8_endingOfWhatWasNeverThere_isCaught() {
        Scenarios.refused()
                .with(",\"completion\":true", ",\"ending\":true", "log", "691")
                .breaks("C8");
    }

    @Test
    void C8_secondEnding_isCaught() {
        Scenarios.whole().twice("log", "Disconnected").breaks("C8");
    }

    @Test
    void C8_stopWithoutEnding_isCaught() {
        Scenarios.connected("").line("stopped", "\"generation\":1").breaks("C8");
    }

    @Test
    void E3_retryThatCannotHelp_isCaught() {
        Scenarios.redialled().with(",\"retryable\":true", "", "log", "809").breaks("E3");
        Scenarios.redialled()
                .with("\"error\":809", "\"error\":691", "log", "809")
                .breaks("E3");
    }

    @Test
    void E3_retryThatWouldHelp_isMissed() {
        TestRun run = Scenarios.dialling("ConnectDevice", "\"redial\":true,\"redialAttempts\":1")
                .releases(C);
        run.fails(C, "ConnectDevice", 809, true, 0)
                .gives("completion", "A", C)
                .quiet()
                .breaks("E3");
    }

    @Test
    void C3_hostNotYetUndone_isCaught() {
        Scenarios.refused().without("\"undo\"", "Device").breaks("C3");
        Scenarios.refused().earlier("691", "\"undo\"", "Device").breaks("C3");
    }

    @Test
    void C4_hostNotYetUndone_isCaught() {
        Scenarios.whole().without("\"undo\"", "Address").breaks("C4");
        Scenarios.whole().without("\"undo\"", "Device").breaks("C4");
    }

    @Test
    void C4_whatIsShared_staysUntilTheLast() {
        TestRun run = Scenarios.connected("").entry("home").dial("A", "c-2", "");
        Scenarios.upTo(run, "c-2", "Connected");
        run.gives("completion", "A", "c-2").entry("office").after(500);
        run.call("hangup", "A", C, "").releases(C).without("\"undo\"", "Address[link=dial-c-1]");
        run.disconnects(C, 631, true).entry("home").after(500);
        run.call("hangup", "A", "c-2", "").releases("c-2");
        run.line("host", "\"op\":\"undo\",\"change\":\"Address[link=dial-c-1]\"");
        run.disconnects("c-2", 631, true).quiet();
        run.lines.removeIf(line -> line.contains("undone"));
        run.holds();
        run.without("\"undo\"", "Address[link=dial-c-1]").breaks("C4");
    }

    @Test
    void C4_peerThatWasNotTold_isCaught() {
        Scenarios.whole().without("carrier", "closed").breaks("C4");
        Scenarios.refused().without("carrier", "closed").breaks("C4");
    }

    @Test
    void C4_futureOfAHangUp_isTheEnd() {
        Scenarios.whole().with("\"seq\":13", "\"seq\":12", "hungUp").breaks("C4");
        Scenarios.whole().earlier("hungUp", "log", "Disconnected").breaks("C4");
    }

    @Test
    void C5_stateAfterAHangUp_isCaught() {
        TestRun run = Scenarios.dialling("Authenticate", "")
                .call("hangup", "A", C, "")
                .log(C, "AuthNotify");
        run.releases(C).disconnects(C, 631, false).breaks("C5");
    }

    @Test
    void C5_connectingThatWonTheRaceAndStays_isCaught() {
        TestRun run = Scenarios.dialling("ApplySettings", "")
                .call("hangup", "A", C, "")
                .connects(C);
        run.gives("completion", "A", C).quiet().breaks("C5");
    }

    @Test
    void C6_slowHangUp_isCaught() {
        TestRun run =
                Scenarios.connected("").call("hangup", "A", C, "").after(6000).releases(C);
        run.disconnects(C, 631, true).breaks("C6");
        Scenarios.connected("").call("hangup", "A", C, "").quiet().breaks("C6");
    }

    @Test
    void C6_stateOrDialOverItsLimit_isCaught() {
        slow(66_000, "").breaks("C6");
        slow(60_000, "").holds();
        slow(40_000, "\"stateMillis\":30000").breaks("C6");
        slow(40_000, "\"dialMillis\":30000").breaks("C6");
    }

    private static TestRun slow(long millis, String options) {
        return Scenarios.dialling("Authenticate", options)
                .after(millis)
                .releases(C)
                .fails(C, "Authenticate", 721, true, 0)
                .gives("completion", "A", C)
                .quiet();
    }

    @Test
    void C7_dialWithoutCompletion_isCaught() {
        Scenarios.whole().without("\"what\":\"completion\"").breaks("C7");
        Scenarios.whole().twice("\"what\":\"completion\"").breaks("C7");
    }

    @Test
    void C7_anotherCompletion_isCaught() {
        Scenarios.whole()
                .with("\"seq\":12", "\"seq\":11", "\"what\":\"completion\"")
                .breaks("C7");
        Scenarios.refused().with("691", "648", "\"what\":\"completion\"").breaks("C7");
        Scenarios.refused().earlier("\"what\":\"completion\"", "log", "691").breaks("C7");
    }
}
