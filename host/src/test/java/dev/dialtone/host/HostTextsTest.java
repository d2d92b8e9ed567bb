package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is read out of the system's own text files.
class HostTextsTest {
    @ParameterizedTest
    @CsvSource({
        "'Name:\tjava\nCapEff:\t000001ffffffffff\n', true",
        "'CapEff:\t0000000000001000', true",
        "'CapPrm:\t000001ffffffffff\nCapEff:\t000001ffffffefff', false",
        "'CapEff:\t0000000000000000', false",
        "'CapEff:\tnonsense', false",
        "'', false",
    })
    void decodesRightToAdministerTheNetwork(String status, boolean expected) {
        assertThat(ProcessRights.of(status).has(ProcessRights.CAP_NET_ADMIN)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "nameserver 127.0.0.53, true",
        "'search x\nnameserver\t127.0.0.54', true",
        "nameserver 127.0.0.1, false",
        "#nameserver 127.0.0.53, false",
        "options 127.0.0.53, false",
    })
    void decodesStubOfSystemdResolved(String resolvConf, boolean expected) {
        assertThat(SystemResolver.namesStub(resolvConf)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "hosts: files resolve [!UNAVAIL=return] dns, true",
        "hosts:resolve dns, true",
        "hosts: files dns, false",
        "hosts: files resolved, false",
        "networks: resolve, false",
        "# hosts: resolve, false",
    })
    void decodesNameServiceSwitch(String line, boolean expected) {
        assertThat(SystemResolver.asksResolve(line)).isEqualTo(expected);
    }

    @Test
    void errnoHasWordsOrAtLeastANumber() {
        assertThat(Errno.words(Errno.EEXIST)).isEqualTo("EEXIST (exists already)");
        assertThat(Errno.words(4095)).isEqualTo("errno 4095");
    }
}
