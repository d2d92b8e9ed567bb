package dev.dialtone.checker;

import static dev.dialtone.checker.Scenarios.C;

import org.junit.jupiter.api.Test;

/// Clients that go, managers that are killed, pauses.
class ClientRulesTest {
    @Test
    void C10_deadClientsDialThatGoesOn_isCaught() {
        dies("").log(C, "AuthNotify")
                .after(20_000)
                .releases(C)
                .fails(C, "AuthNotify", 718, true, 0)
                .breaks("C10");
        dies("").releases(C).disconnects(C, 631, false).quiet().holds();
        Scenarios.dialling("Authenticate", "")
                .client("A", "died")
                .ended("o", "")
                .quiet()
                .breaks("C10");
    }

    private static TestRun dies(String options) {
        return Scenarios.dialling("Authenticate", options).client("A", "died").ended("o", "");
    }

    @Test
    void C10_connectingLongAfterTheDeath_isCaught() {
        TestRun run =
                Scenarios.dialling("ApplySettings", "").client("A", "died").ended("o", "");
        run.after(1000).connects(C).quiet().breaks("C10");
    }

    @Test
    void C10_backgroundDialThatIsAbandoned_isCaught() {
        dies("\"background\":true").releases(C).disconnects(C, 631, false).breaks("C10");
        TestRun kept = dies("\"background\":true").after(50_000).releases(C);
        kept.fails(C, "Authenticate", 721, true, 0).quiet().holds();
    }

    @Test
    void C10_joinedClient_holdsTheDial() {
        TestRun run =
                Scenarios.dialling("Authenticate", "").client("B", "opened").dial("B", C, "\"join\":true");
        run.client("A", "died")
                .ended("o", "")
                .releases(C)
                .disconnects(C, 631, false)
                .breaks("C10");
    }

    @Test
    void C10_boundConnectionThatStays_isCaught() {
        TestRun run = Scenarios.connected("\"bound\":true").client("A", "died").ended("o", "");
        run.line("quiet", "").breaks("C10");
        run.without("quiet")
                .after(100)
                .releases(C)
                .disconnects(C, 631, true)
                .quiet()
                .holds();
    }

    @Test
    void C2_lingeringConnectionThatEndsWithItsClient_isCaught() {
        TestRun run = Scenarios.connected("").client("A", "died").ended("o", "");
        run.releases(C).disconnects(C, 631, true).breaks("C2");
    }

    @Test
    void C9_toldBeforeItWasLogged_isCaught() {
        TestRun run = Scenarios.whole();
        String told = run.lines.stream()
                .filter(l -> l.contains("told") && l.contains("Projected"))
                .findFirst()
                .orElseThrow();
        run.without("told", "Projected").lines.add(run.lines.indexOf(log(run, "Projected")), told);
        run.breaks("C9");
    }

    private static String log(TestRun run, String state) {
        return run.lines.stream()
                .filter(l -> l.contains("\"log\"") && l.contains(state))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void C9_dialThatHangsWhenTheManagerDies_isCaught() {
        Scenarios.killedDialling().without("\"what\":\"completion\"").breaks("C9");
        TestRun late = Scenarios.dialling("AllDevicesConnected", "").killed().after(1001);
        String told = late.next(C, "AllDevicesConnected", 834, TestRun.failure(true, 0) + ",\"completion\":true");
        late.line("completion", "\"client\":\"A\",\"connection\":\"c-1\",\"notification\":" + told)
                .breaks("C9");
    }

    @Test
    void C9_watcherThatIsNotTold_isCaught() {
        Scenarios.killedConnected().without("told", "834").breaks("C9");
        Scenarios.killedConnected()
                .with("\"seq\":13", "\"seq\":14", "told", "834")
                .breaks("C9");
    }

    @Test
    void C9_logThatGoesOnOtherwise_isCaught() {
        Scenarios.killedConnected().without("log", "834").breaks("C9");
        Scenarios.killedConnected().with("834", "829", "log", "834").breaks("C9");
        Scenarios.killedDialling()
                .with("AllDevicesConnected", "DeviceConnected", "log", "834")
                .breaks("C9");
        TestRun more = Scenarios.killedDialling();
        more.log(C, "Authenticate").breaks("C9");
    }

    @Test
    void C9_anotherStoryOfTheClient_isCaught() {
        Scenarios.killedDialling()
                .with("AllDevicesConnected", "Authenticate", "told", "834")
                .breaks("C9");
        Scenarios.killedDialling()
                .with("\"code\":4", "\"code\":4,\"ending\":true", "\"what\":\"completion\"")
                .breaks("C9");
    }

    @Test
    void P1_pauseUnasked_isCaught() {
        Scenarios.paused()
                .with("\"paused\":true", "\"paused\":false", "\"dial\"")
                .breaks("P1");
    }

    @Test
    void P2_pauseWithoutReasonOrPrompt_isCaught() {
        Scenarios.paused().with("\"reason\":691,", "", "log", "Retry").breaks("P2");
        Scenarios.paused().with("\"prompt\"", "\"prompter\"", "log", "Retry").breaks("P2");
        Scenarios.whole()
                .with("\"error\":0", "\"error\":0,\"reason\":691", "log", "Projected")
                .breaks("P2");
    }

    @Test
    void P3_twoAnswersAccepted_areCaught() {
        Scenarios.paused()
                .with("already answered", "accepted", "already answered")
                .breaks("P3");
        Scenarios.paused().with("\"seq\":8", "\"seq\":7", "answer", "accepted").breaks("P3");
    }

    @Test
    void P3_alreadyAnsweredByNobody_isCaught() {
        TestRun run = Scenarios.dialling("AuthNotify", "\"paused\":true");
        run.write(C, run.next(C, "RetryAuthentication", 0, ",\"reason\":691,\"prompt\":{}"));
        run.call("answer", "B", C, ",\"seq\":8,\"result\":\"already answered\"").breaks("P3");
    }

    @Test
    void P4_pauseOverItsLimit_isCaught() {
        Scenarios.unanswered(606_000, 638).breaks("P4");
        Scenarios.unanswered(600_000, 691).breaks("P4");
        Scenarios.unanswered(20_000, 638)
                .with("\"paused\":true", "\"paused\":true,\"pauseMillis\":10000", "\"dial\"")
                .breaks("P4");
    }

    @Test
    void P4_pauseThatGoesOnByItself_isCaught() {
        Scenarios.paused().without("answer", "accepted").breaks("P4");
    }
}
