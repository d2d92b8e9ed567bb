package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.ProxyDialogue.Turn;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProxyDialogueTest {
    private static final ProxyAddress PROXY = new ProxyAddress("proxy.example.com", 3128);
    private static final String DIGEST = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=";
    private static final String OK = "HTTP/1.1 200 Connection established\r\n\r\n";

    private static ProxyDialogue dialogue(ProxyScheme... allowed) {
        return new ProxyDialogue(
                "vpn.example.com:443",
                new ProxyWay(PROXY, new ProxyAccess("ann", Secret.ofChars("geheim".toCharArray()), Set.of(allowed))),
                new Random(1));
    }

    private static String request(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Send.class);
        return new String(((Turn.Send) turn).request(), StandardCharsets.ISO_8859_1);
    }

    private static Failure failure(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Failed.class);
        return ((Turn.Failed) turn).failure();
    }

    private static Turn say(ProxyDialogue dialogue, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return dialogue.received(bytes, bytes.length);
    }

    private static String wants(String... challenges) {
        StringBuilder head = new StringBuilder("HTTP/1.1 407 Proxy Authentication Required\r\n");
        for (String challenge : challenges) {
            head.append("Proxy-Authenticate: ").append(challenge).append("\r\n");
        }
        return head.append("Content-Length: 3\r\n\r\nno!").toString();
    }

    @Test
    void start_asksForTheServerAndNamesSstp() {
        assertThat(request(dialogue().start()))
                .isEqualTo("CONNECT vpn.example.com:443 HTTP/1.1\r\nHost: vpn.example.com:443\r\n"
                        + "SSTPVERSION: 1.0\r\n\r\n");
    }

    @Test
    void success_opensWithoutASignIn_howeverItComes() {
        ProxyDialogue whole = dialogue();
        whole.start();
        assertThat(say(whole, OK)).isEqualTo(new Turn.Open(null));
        ProxyDialogue pieces = dialogue();
        pieces.start();
        for (int i = 0; i < OK.length() - 1; i++) {
            assertThat(say(pieces, OK.substring(i, i + 1))).isEqualTo(new Turn.Read());
        }
        assertThat(say(pieces, "\n")).isEqualTo(new Turn.Open(null));
    }

    @Test
    void interimAnswers_arePassedBy_butNotWithoutEnd() {
        ProxyDialogue dialogue = dialogue();
        dialogue.start();
        assertThat(say(dialogue, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nA: b\r\n\r\n" + OK))
                .isEqualTo(new Turn.Open(null));
        ProxyDialogue endless = dialogue();
        endless.start();
        assertThat(failure(say(endless, "HTTP/1.1 100 x\r\n\r\n".repeat(9))).error())
                .isEqualTo(808);
    }

    @Test
    void challenge_isAnsweredWithTheStrongestDigest() {
        ProxyDialogue dialogue = dialogue(ProxyScheme.DIGEST, ProxyScheme.BASIC);
        dialogue.start();

        String request = request(say(dialogue, wants("Basic realm=r", DIGEST + "MD5, " + DIGEST + "SHA-256")));

        assertThat(request)
                .startsWith("CONNECT vpn.example.com:443 HTTP/1.1\r\n")
                .contains("\r\nProxy-Authorization: Digest username=\"ann\"", "algorithm=SHA-256")
                .contains("uri=\"vpn.example.com:443\"")
                .endsWith("\r\n\r\n")
                .doesNotContain("geheim");
        assertThat(say(dialogue, OK)).isEqualTo(new Turn.Open(ProxyScheme.DIGEST));
    }

    @Test
    void basic_isSentOnlyWhereItIsAllowed() {
        ProxyDialogue allowed = dialogue(ProxyScheme.DIGEST, ProxyScheme.BASIC);
        allowed.start();
        assertThat(request(say(allowed, wants("Basic realm=\"r\""))))
                .contains("\r\nProxy-Authorization: Basic YW5uOmdlaGVpbQ==\r\n\r\n");
        assertThat(say(allowed, OK)).isEqualTo(new Turn.Open(ProxyScheme.BASIC));

        ProxyDialogue digestOnly = dialogue(ProxyScheme.DIGEST);
        digestOnly.start();
        Failure refused = failure(say(digestOnly, wants("Basic realm=\"r\"", "NTLM")));
        assertThat(refused.error()).isEqualTo(808);
        assertThat(refused.layer()).isEqualTo(Layer.PROXY);
        assertThat(refused.reason()).contains("it offers Basic, NTLM");
        assertThat(refused.advice()).contains("proxy-authentication=digest,basic");
        assertThat(refused.retryable()).isFalse();
    }

    @Test
    void digestOnlyWhereBasicIsAllowedAlone_isNotAnswered() {
        ProxyDialogue dialogue = dialogue(ProxyScheme.BASIC);
        dialogue.start();
        assertThat(failure(say(dialogue, wants(DIGEST + "MD5"))).reason()).contains("it offers Digest");
    }

    @Test
    void digestThatCannotBeAnswered_saysWhy() {
        ProxyDialogue dialogue = dialogue(ProxyScheme.DIGEST);
        dialogue.start();
        assertThat(failure(say(dialogue, wants(DIGEST + "SHA-512-256"))).reason())
                .contains("it offers Digest with the algorithm SHA-512-256");
    }

    @Test
    void refusedSignIn_isNotSentAgain_E3() {
        ProxyDialogue dialogue = dialogue(ProxyScheme.DIGEST);
        dialogue.start();
        request(say(dialogue, wants(DIGEST + "MD5")));

        Failure failure = failure(say(dialogue, wants(DIGEST + "MD5")));

        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.layer()).isEqualTo(Layer.PROXY);
        assertThat(failure.reason()).contains("refused the sign-in of ann");
        assertThat(failure.peerCode()).isEqualTo("HTTP 407");
        assertThat(failure.peerText()).isEqualTo("Proxy Authentication Required");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void staleNonce_isAnsweredOnceMore_andNoMore() {
        ProxyDialogue dialogue = dialogue(ProxyScheme.DIGEST);
        dialogue.start();
        request(say(dialogue, wants(DIGEST + "MD5")));
        String again = DIGEST.replace("\"n\"", "\"n2\"") + "MD5, stale=TRUE";

        assertThat(request(say(dialogue, wants(again)))).contains("nonce=\"n2\", nc=00000001");
        assertThat(failure(say(dialogue, wants(again))).retryable()).isFalse();
    }

    @Test
    void noUserOrNoPassword_saysWhereTheyBelong() {
        for (ProxyAccess access :
                new ProxyAccess[] {ProxyAccess.NONE, new ProxyAccess("ann", null, Set.of(ProxyScheme.DIGEST))}) {
            ProxyDialogue dialogue =
                    new ProxyDialogue("vpn.example.com:443", new ProxyWay(PROXY, access), new Random(1));
            dialogue.start();
            Failure failure = failure(say(dialogue, wants(DIGEST + "MD5")));
            assertThat(failure.reason()).contains("wants a sign-in (it offers Digest)");
            assertThat(failure.advice()).contains("proxy-user", "--proxy-password-file");
            assertThat(failure.retryable()).isFalse();
        }
    }

    @Test
    void otherStatuses_areToldInTheProxysWords() {
        assertStatus("403 Forbidden", 808, false, "HTTP 403", "Forbidden");
        assertStatus("302 Found", 808, false, "HTTP 302", "Found");
        assertStatus("501", 808, false, "HTTP 501", "");
        assertStatus("500 x", 808, true, "HTTP 500", "x");
        assertStatus("502 Bad Gateway", 808, true, "HTTP 502", "Bad Gateway");
        assertStatus("503 a\u009b31mb", 808, true, "HTTP 503", "a 31mb");
        assertStatus("504 Timeout", 809, true, "HTTP 504", "Timeout");
    }

    private static void assertStatus(String status, int error, boolean retryable, String code, @Nullable String words) {
        ProxyDialogue dialogue = dialogue();
        dialogue.start();
        Failure failure = failure(say(dialogue, "HTTP/1.1 " + status + "\r\n\r\n<html>"));
        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.layer()).isEqualTo(Layer.PROXY);
        assertThat(failure.retryable()).as(status).isEqualTo(retryable);
        assertThat(failure.peerCode()).isEqualTo(code);
        assertThat(failure.peerText()).isEqualTo(words);
        assertThat(failure.reason()).contains("http://proxy.example.com:3128", "vpn.example.com:443");
    }

    @Test
    void bytesBeforeTls_areRefused() {
        ProxyDialogue dialogue = dialogue();
        dialogue.start();
        assertThat(failure(say(dialogue, OK + "\u0016")).reason()).contains("before TLS has begun");
    }

    @Test
    void headWithoutEnd_isRefused() {
        ProxyDialogue dialogue = dialogue();
        dialogue.start();
        Turn turn = say(dialogue, "HTTP/1.1 200 OK\r\nA: ");
        int chunks = 0;
        while (turn.equals(new Turn.Read()) && chunks < 20) {
            turn = say(dialogue, "b".repeat(1000));
            chunks++;
        }
        assertThat(failure(turn).reason()).contains("longer than 16384 bytes");
    }

    @Test
    void end_isRetryable() {
        ProxyDialogue dialogue = dialogue();
        dialogue.start();
        Failure failure = failure(dialogue.ended());
        assertThat(failure.error()).isEqualTo(619);
        assertThat(failure.retryable()).isTrue();
    }
}
