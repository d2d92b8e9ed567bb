package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyCodecTest {
    private static Decoded<ProxyAnswer> answer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ProxyAnswer.parse(bytes, bytes.length);
    }

    @Test
    void decodesAnAnswerAndLeavesWhatFollows() {
        assertThat(answer("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nmore"))
                .isEqualTo(Decoded.ok(new ProxyAnswer(200, "Connection established", List.of()), 47));
        assertThat(answer("HTTP/1.0 200\n\n")).isEqualTo(Decoded.ok(new ProxyAnswer(200, "", List.of()), 14));
    }

    @Test
    void decodesChallengesOfSeveralLines() {
        assertThat(answer("HTTP/1.1 407 no\r\nproxy-AUTHENTICATE:  Basic realm=\"a\" \r\nX: y\r\n z\r\n"
                        + "Proxy-Authenticate: Digest realm=\"b\",\r\n\tnonce=\"c\"\r\n\r\n"))
                .isInstanceOfSatisfying(
                        Decoded.Ok.class,
                        ok -> assertThat(((ProxyAnswer) ok.value()).challenges())
                                .containsExactly("Basic realm=\"a\"", "Digest realm=\"b\", nonce=\"c\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "H", "HTTP/1.1", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n\r"})
    void needsMore(String text) {
        assertThat(answer(text)).isEqualTo(Decoded.needMore());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH",
                "\u0016\u0003\u0003",
                "HTTQ",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 20\r\n\r\n",
                "HTTP/1.1 2000\r\n\r\n",
                "HTTP/1.1 700 x\r\n\r\n",
                "HTTP/1.1  200 x\r\n\r\n",
                "HTTP/1.1 200 a\rb\r\n\r\n",
                "HTTP/1.1 200 a\u0000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n\r\n"
            })
    void rejectsWhatIsNoAnswer(String text) {
        assertThat(answer(text)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void rejectsAHeadWithoutEnd() {
        assertThat(answer("HTTP/1.1 200 OK\r\nA: " + "b".repeat(ProxyAnswer.MAX_BYTES)))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(answer("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(ProxyAnswer.MAX_LINES)))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void decodesSeveralChallengesOfOneLine() {
        assertThat(ProxyChallenge.parse(
                        "Negotiate, NTLM TlRMTVNTUAAC/+==, , Digest Realm=\"a, b=\\\"c\\\"\" , nonce = n,qop=\"auth\","
                                + " Basic realm=x , Bearer"))
                .isInstanceOfSatisfying(
                        Decoded.Ok.class,
                        ok -> assertThat(ok.value())
                                .isEqualTo(List.of(
                                        new ProxyChallenge("Negotiate", Map.of()),
                                        new ProxyChallenge("NTLM", Map.of()),
                                        new ProxyChallenge(
                                                "Digest", Map.of("realm", "a, b=\"c\"", "nonce", "n", "qop", "auth")),
                                        new ProxyChallenge("Basic", Map.of("realm", "x")),
                                        new ProxyChallenge("Bearer", Map.of()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "Digest realm=\"open",
                "Digest realm=\"a\\",
                "Digest a=b, a=c",
                "Digest a=\"b\"c",
                "Basic; x",
                "\"x\""
            })
    void rejectsMalformedChallenges(String value) {
        assertThat(ProxyChallenge.parse(value)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void rejectsChallengesWithoutEnd() {
        assertThat(ProxyChallenge.parse("Basic, ".repeat(ProxyChallenge.MAX_CHALLENGES + 1)))
                .isInstanceOf(Decoded.Malformed.class);
        StringBuilder many = new StringBuilder("Digest ");
        for (int i = 0; i <= ProxyChallenge.MAX_PARAMETERS; i++) {
            many.append("p").append(i).append("=x, ");
        }
        assertThat(ProxyChallenge.parse(many.toString())).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void decodesAddresses() {
        assertThat(ProxyAddress.parse("http://Proxy.example.com:3128/"))
                .isEqualTo(Decoded.ok(new ProxyAddress("Proxy.example.com", 3128), 30));
        assertThat(ProxyAddress.parse("192.0.2.1:8080")).isEqualTo(Decoded.ok(new ProxyAddress("192.0.2.1", 8080), 14));
        assertThat(ProxyAddress.parse("HTTP://[2001:db8::1]:1"))
                .isEqualTo(Decoded.ok(new ProxyAddress("2001:db8::1", 1), 22));
        assertThat(ProxyAddress.parse("proxy")).isEqualTo(Decoded.ok(new ProxyAddress("proxy", 80), 5));
        assertThat(new ProxyAddress("2001:db8::1", 3128)).hasToString("http://[2001:db8::1]:3128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://",
                "https://proxy:1",
                "socks5://proxy:1",
                "proxy:0",
                "proxy:65536",
                "proxy:x",
                "::1:80",
                "[::1",
                "[proxy]:80",
                "[]:80",
                "a b:80",
                "ann:hunter2@proxy:80",
                "proxy:80/path",
                "proxy:80\r\nX: y"
            })
    void rejectsWhatIsNoAddressWithoutRepeatingIt(String text) {
        assertThat(ProxyAddress.parse(text))
                .isInstanceOfSatisfying(
                        Decoded.Malformed.class,
                        wrong -> assertThat(wrong.reason()).doesNotContain("hunter2"));
    }
}
