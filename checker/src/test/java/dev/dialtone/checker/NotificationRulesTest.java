package dev.dialtone.checker;

import static dev.dialtone.checker.Scenarios.C;

import org.junit.jupiter.api.Test;

/// Each test spoils a sound run, and the rule must see it.
class NotificationRulesTest {
    @Test
    void N2_workBeforeItsState_isCaught() {
        Scenarios.whole().earlier("TCP_ACCEPT", "log", "ConnectDevice").breaks("N2");
        Scenarios.whole().earlier("SSTP_CONNECT", "log", "ConnectDevice").breaks("N2");
        Scenarios.whole().earlier("\"LCP\"", "log", "AllDevicesConnected").breaks("N2");
        Scenarios.whole().earlier("AUTH_RESPONSE", "log", "AuthNotify").breaks("N2");
        Scenarios.whole().earlier("CALL_CONNECTED", "log", "\"Authenticated\"").breaks("N2");
        Scenarios.whole().earlier("\"IPCP\"", "log", "\"Authenticated\"").breaks("N2");
    }

    @Test
    void N2_workOfAnEarlierAttempt_isNoExcuse() {
        TestRun run = Scenarios.dialling("ConnectDevice", "\"redial\":true").releases(C);
        run.fails(C, "ConnectDevice", 809, true, 1000)
                .gives("completion", "A", C)
                .after(1000);
        run.attempt(C, 2).log(C, "OpenPort").wire(C, "TCP_ACCEPT").breaks("N2");
    }

    @Test
    void N2_hostBeforeItsState_isCaught() {
        Scenarios.whole()
                .earlier("\"make\",\"change\":\"Device", "log", "\"OpenPort\"")
                .breaks("N2");
        Scenarios.whole()
                .earlier("\"make\",\"change\":\"Address", "log", "\"ApplySettings\"")
                .breaks("N2");
        Scenarios.whole()
                .with(",\"connection\":\"c-1\"", "", "\"make\",\"change\":\"Address")
                .earlier("\"make\",\"change\":\"Address", "log", "\"ApplySettings\"")
                .breaks("N2");
    }

    @Test
    void N3_errorInAnotherState_isCaught() {
        Scenarios.refused().without("log", "AuthNotify", "\"error\":0").breaks("N3");
    }

    @Test
    void N3_disconnectedWithErrorOrWithoutCause_isCaught() {
        Scenarios.whole()
                .with("\"error\":0", "\"error\":631", "log", "Disconnected")
                .breaks("N3");
        Scenarios.whole().with("\"cause\":631,", "", "log", "Disconnected").breaks("N3");
        Scenarios.whole()
                .with("\"error\":0", "\"error\":0,\"cause\":5", "log", "Projected")
                .breaks("N3");
    }

    @Test
    void N3_errorThatCompletesNothing_isCaught() {
        Scenarios.refused().with(",\"completion\":true", "", "log", "691").breaks("N3");
    }

    @Test
    void N4_missingFields_areCaught() {
        Scenarios.whole().with("\"subEntry\":1,", "", "log", "Projected").breaks("N4");
        Scenarios.whole().with("\"attempt\":1,", "", "told", "Projected").breaks("N4");
        Scenarios.whole().with("\"time\"", "\"tome\"", "log", "Projected").breaks("N4");
        Scenarios.whole()
                .with("\"group\":\"running\"", "\"group\":\"paused\"", "log", "Projected")
                .breaks("N4");
        Scenarios.whole().with("\"code\":18", "\"code\":17", "log", "Projected").breaks("N4");
        Scenarios.whole().with("\"office\"", "\"home\"", "log", "Projected").breaks("N4");
        Scenarios.whole().with("Projected", "Expected", "log", "Projected").breaks("N4");
        Scenarios.whole()
                .with("\"notification\":{", "\"notification\":{\"connection\":\"x\",", "told")
                .breaks("N4");
    }

    @Test
    void N5_gapOrRepeat_isCaught() {
        Scenarios.whole().without("log", "DeviceConnected").breaks("N5");
        Scenarios.whole().twice("log", "DeviceConnected").breaks("N5");
    }

    @Test
    void N6_anotherContent_isCaught() {
        Scenarios.whole()
                .with("AuthProject", "AuthLinkSpeed", "told", "AuthProject")
                .breaks("N6");
        Scenarios.refused().with("\"wait\"", "\"hurry\"", "told", "691").breaks("N6");
    }

    @Test
    void N7_gapRepeatOrSwap_isCaught() {
        Scenarios.whole().without("told", "DeviceConnected").breaks("N7");
        Scenarios.whole().twice("told", "DeviceConnected").breaks("N7");
        Scenarios.whole().without("told", "OpenPort").breaks("N7");
        Scenarios.whole().with("\"since\":0", "\"since\":1", "\"observe\"").breaks("N7");
    }

    @Test
    void N8_whatIsOwedAtTheEnd_isCaught() {
        Scenarios.refused().without("told", "691").breaks("N8");
        Scenarios.whole().with("\"lastSeq\":13", "\"lastSeq\":12", "observed").breaks("N8");
        Scenarios.whole()
                .without("told", "Disconnected")
                .with("13", "12", "observed")
                .breaks("N8");
    }

    @Test
    void N8_laggedObserver_mayStopAnywhereIfItIsTold() {
        TestRun run = Scenarios.dialling("Authenticate", "").ended("o", ",\"lastSeq\":6,\"lagged\":true");
        run.releases(C)
                .fails(C, "Authenticate", 721, true, 0)
                .gives("completion", "A", C)
                .quiet()
                .holds();
        run.with("\"lastSeq\":6", "\"lastSeq\":7", "observed").breaks("N8");
        TestRun silent = Scenarios.dialling("Authenticate", "")
                .ended("o", ",\"lastSeq\":6")
                .log(C, "AuthNotify");
        silent.earlier("AuthNotify", "observed").breaks("N8");
    }

    @Test
    void N9_stateWithoutAcknowledgement_isCaught() {
        Scenarios.gated().without("\"ack\"", "\"seq\":2").breaks("N9");
        Scenarios.gated().with("\"seq\":3", "\"seq\":2", "\"ack\"", "\"seq\":3").breaks("N9");
        Scenarios.gated()
                .with("\"gated\":true", "\"gated\":true,\"gateMillis\":40000", "\"dial\"")
                .breaks("N9");
    }

    @Test
    void N9_nobodyLeftToAcknowledge_isAnExcuse() {
        TestRun run = TestRun.begun()
                .dial("A", C, "\"gated\":true")
                .observe("o", "A", C, 0)
                .ended("o", "");
        run.log(C, "OpenPort").log(C, "PortOpened").log(C, "ConnectDevice").after(1000);
        run.fails(C, "ConnectDevice", 809, true, 0)
                .gives("completion", "A", C)
                .quiet()
                .holds();
    }

    @Test
    void N12_toldAfterItsEnd_isCaught() {
        Scenarios.whole().earlier("observed", "told", "Projected").breaks("N12");
    }

    @Test
    void E1_strangeNumbers_areCaught() {
        Scenarios.refused().with("691", "590", "log", "691").breaks("E1");
        Scenarios.refused().with("\"name\":\"N\",", "", "log", "691").breaks("E1");
    }

    @Test
    void E2_errorWithoutLayerOrAdvice_isCaught() {
        Scenarios.refused().with("\"layer\":\"tcp\",", "", "log", "691").breaks("E2");
        Scenarios.refused()
                .with("\"advice\":\"wait\"", "\"advice\":\"\"", "log", "691")
                .breaks("E2");
        Scenarios.refused().with("\"detail\"", "\"retail\"", "log", "691").breaks("E2");
    }
}
