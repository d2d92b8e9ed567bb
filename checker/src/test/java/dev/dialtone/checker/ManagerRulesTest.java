package dev.dialtone.checker;

import static dev.dialtone.checker.Scenarios.C;

import org.junit.jupiter.api.Test;

/// Hang-up, references, host, status, events, and the format of the run.
class ManagerRulesTest {
    @Test
    void H1_refusedHangUp_isCaught() {
        Scenarios.whole()
                .with("\"connection\":\"c-1\"", "\"connection\":\"c-1\",\"error\":668", "hangup\"")
                .breaks("H1");
    }

    @Test
    void H1_hangUpOfAnIdNeverSeen_isError6() {
        Scenarios.connected("")
                .call("hangup", "A", "c-9", ",\"error\":6")
                .line("end", "")
                .holds();
        Scenarios.connected("").call("hangup", "A", "c-9", "").line("end", "").breaks("H1");
    }

    @Test
    void H1_repeatedHangUp_isFine() {
        Scenarios.whole().twice("\"hangup\"").holds();
    }

    @Test
    void H2_anotherThanTheExisting_isCaught() {
        Scenarios.shared().with("\"seq\":12", "\"seq\":11", "existing").breaks("H2");
        Scenarios.shared()
                .with("\"seq\":12", "\"seq\":11", "\"what\":\"completion\",\"client\":\"B\"")
                .breaks("H2");
    }

    @Test
    void H2_wrongCount_isCaught() {
        Scenarios.shared().with("\"left\":1", "\"left\":0", "release\"").breaks("H2");
        Scenarios.shared().with("\"left\":0", "\"left\":2", "\"left\":0").breaks("H2");
    }

    @Test
    void H2_endThoughAReferenceIsLeft_isCaught() {
        Scenarios.shared().without("\"left\":0").breaks("H2");
    }

    @Test
    void H2_756WhenNobodyDials_isCaught() {
        refused(Scenarios.connected("").after(1000)).breaks("H2");
        refused(Scenarios.dialling("Authenticate", "").client("B", "opened"))
                .releases(C)
                .fails(C, "Authenticate", 721, true, 0)
                .gives("completion", "A", C)
                .quiet()
                .holds();
    }

    private static TestRun refused(TestRun run) {
        return run.line("dialRefused", "\"client\":\"A\",\"entry\":\"office\",\"error\":756");
    }

    @Test
    void H2_secondConnectionOfAnEntry_isCaught() {
        Scenarios.connected("").dial("A", "c-2", "").log("c-2", "OpenPort").breaks("H2");
    }

    @Test
    void H3_redialBeforeTheTeardownIsOver_isCaught() {
        TestRun run = Scenarios.connected("").call("hangup", "A", C, "").dial("A", "c-2", "");
        run.log("c-2", "OpenPort").releases(C).disconnects(C, 631, true).breaks("H3");
    }

    @Test
    void H3_redialRefusedDuringATeardown_isCaught() {
        refused(Scenarios.connected("").call("hangup", "A", C, "")).breaks("H3");
    }

    @Test
    void H4_idUsedAgain_isCaught() {
        Scenarios.whole().dial("A", C, "").breaks("H4");
        TestRun run = Scenarios.whole();
        run.lines.add(run.lines.stream()
                .filter(l -> l.contains("\"log\""))
                .findFirst()
                .orElseThrow());
        run.breaks("H4");
    }

    @Test
    void H6_changeBeforeItsJournal_isCaught() {
        Scenarios.whole()
                .earlier("\"make\",\"change\":\"Address", "announce", "Address")
                .breaks("H6");
        Scenarios.whole().without("announce", "Device").breaks("H6");
    }

    @Test
    void H6_journalThatForgetsTooEarly_isCaught() {
        Scenarios.whole().earlier("undone", "\"undo\"", "Address").breaks("H6");
    }

    @Test
    void H6_leftovers_areCaught() {
        Scenarios.whole().with("[]", "[\"Device[name=d]\"]", "hostState").breaks("H6");
        Scenarios.whole().with("[]", "[\"10.0.0.1\"]", "resolver").breaks("H6");
        Scenarios.killedConnected()
                .with("[]", "[{\"kind\":\"device\"}]", "hostState")
                .breaks("H6");
    }

    @Test
    void H6_hostOfALiveConnection_mayBeChanged() {
        Scenarios.connected("")
                .line("hostState", "\"changes\":[\"Device[name=dial-c-1]\"]")
                .killed()
                .line("hostState", "\"changes\":[\"Device[name=dial-c-1]\"]")
                .without("killed")
                .line("end", "")
                .holds();
    }

    @Test
    void S1_staleOrWrongStatus_isCaught() {
        Scenarios.whole().with("\"seq\":12", "\"seq\":11", "status").breaks("S1");
        Scenarios.whole()
                .with("\"state\":\"Connected\"", "\"state\":\"Projected\"", "status")
                .breaks("S1");
        Scenarios.whole()
                .with("\"connection\":\"c-1\",\"entry\"", "\"connection\":\"c-2\",\"entry\"", "status")
                .breaks("S1");
        Scenarios.whole()
                .with("\"seq\":12", "\"seq\":14", "status")
                .with("Size\":12", "Size\":14", "status")
                .breaks("S1");
    }

    @Test
    void S3_noStatusOfWhatWas_isCaught() {
        TestRun run = Scenarios.whole();
        run.line("status", "\"client\":\"A\",\"connection\":\"c-1\",\"logSize\":13")
                .breaks("S3");
    }

    @Test
    void S4_listThatLacksOrInvents_isCaught() {
        Scenarios.whole().with("\"c-1\"", "", "listed").breaks("S4");
        Scenarios.whole().with("\"c-1\"", "\"c-1\",\"c-2\"", "listed").breaks("S4");
    }

    @Test
    void V1_gapOrRepeatOfEvents_isCaught() {
        Scenarios.whole().without("event\"", "\"event\":\"connection\"").breaks("V1");
        Scenarios.whole().twice("event\"", "\"event\":\"connection\"").breaks("V1");
        Scenarios.whole().without("event\"", "disconnection").breaks("V1");
    }

    @Test
    void V1_eventOfWhatNeverHappened_isCaught() {
        Scenarios.whole()
                .with("\"cause\":631", "\"cause\":829", "event\"", "disconnection")
                .breaks("V1");
        Scenarios.whole()
                .earlier("\"event\":\"connection\"", "log", "\"Connected\"")
                .breaks("V1");
        Scenarios.whole()
                .with("\"entry\":\"office\",", "", "\"event\":\"connection\"")
                .breaks("V1");
    }

    @Test
    void runThatIsNotWhole_isCaught() {
        Scenarios.whole().without("\"end\"").breaks("facts");
        Scenarios.whole().without("\"run\"").breaks("facts");
        Scenarios.whole().with("{\"t\"", "[\"t\"", "hangup").breaks("facts");
        Scenarios.whole().with("{\"t\":", "{\"t\":999", "ConnectDevice").breaks("facts");
        Scenarios.whole()
                .with("{\"t\":0,\"what\":\"observe\"", "{\"t\":0,\"what\":\"obverse\"", "\"observe\"")
                .breaks("facts");
    }
}
