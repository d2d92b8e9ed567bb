package dev.dialtone.carriers;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.carriers.ProxyDialogue.Turn;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// What an HTTP proxy says, and what an environment names.
class ProxyFuzz {
    private static final String PASSWORD = "hunter2-of-the-proxy";
    private static final ProxyWay WAY = new ProxyWay(
            new ProxyAddress("proxy.example.com", 3128),
            new ProxyAccess(
                    "ann", Secret.ofChars(PASSWORD.toCharArray()), Set.of(ProxyScheme.DIGEST, ProxyScheme.BASIC)));

    /// Up to three answers, in pieces: it ends after three requests at most, and no line of ours is theirs.
    @FuzzTest
    void dialogue(byte[] data) {
        Input input = new Input(data);
        int size = 1 + input.below(200);
        byte[] rest = input.rest();
        ProxyDialogue dialogue = new ProxyDialogue("vpn.example.com:443", WAY, new Random(1));
        Turn turn = dialogue.start();
        int sent = 0;
        int at = 0;
        while (turn instanceof Turn.Send || turn instanceof Turn.Read) {
            if (turn instanceof Turn.Send(byte[] request)) {
                Check.that(++sent <= 3, "a password is not sent for ever");
                checkRequest(request, input.says(PASSWORD));
                // the answer to the next request begins where a line of three bars is
                at = sent == 1 ? 0 : next(rest, at);
            }
            int length = Math.min(size, rest.length - at);
            turn = length <= 0
                    ? dialogue.ended()
                    : dialogue.received(Arrays.copyOfRange(rest, at, at + length), length);
            at += Math.max(0, length);
        }
        if (turn instanceof Turn.Failed(Failure failure)) {
            Check.that(failure.error() >= 600, "a failure has a number");
            Check.that(failure.reason().chars().noneMatch(Character::isISOControl), "no control character in a reason");
            Check.that(failure.reason().length() < 2000, "a reason is bounded");
            if (!input.says(PASSWORD)) {
                Check.silent(failure, PASSWORD);
            }
        }
    }

    private static int next(byte[] data, int from) {
        for (int at = from; at + 2 < data.length; at++) {
            if (data[at] == '|' && data[at + 1] == '|' && data[at + 2] == '|') {
                return at + 3;
            }
        }
        return from;
    }

    /// @param said whether the peer says the password, which is then in what is echoed of it
    private static void checkRequest(byte[] request, boolean said) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        Check.that(text.endsWith("\r\n\r\n"), "a request has an end");
        String[] lines = text.split("\r\n", -1);
        Check.that(lines.length <= 6, "a request has no lines but ours");
        Check.same(lines[0], "CONNECT vpn.example.com:443 HTTP/1.1", "a request is ours");
        Check.that(text.indexOf('\n') == lines[0].length() + 1, "a line ends with CR LF");
        // SPEC [RFC 9110 §5.6.4] a quoted string may hold a tab
        Check.that(text.chars().noneMatch(c -> c < ' ' && "\r\n\t".indexOf(c) < 0), "no control character");
        Check.that(said || !text.contains(PASSWORD), "no password as it is");
    }

    @FuzzTest
    void answer(byte[] data) {
        ProxyAnswer answer = Check.bounded(ProxyAnswer.parse(data, data.length), data.length);
        if (answer != null) {
            Check.that(answer.status() >= 100 && answer.status() <= 599, "a status has three digits");
            Check.that(answer.challenges().size() < ProxyAnswer.MAX_LINES, "challenges are bounded");
        }
    }

    @FuzzTest
    void challenge(byte[] data) {
        List<ProxyChallenge> all =
                Check.bounded(ProxyChallenge.parse(new String(data, StandardCharsets.ISO_8859_1)), data.length);
        if (all != null) {
            Check.that(all.size() <= ProxyChallenge.MAX_CHALLENGES, "challenges are bounded");
            all.forEach(one -> Check.that(
                    !one.scheme().isEmpty() && one.parameters().size() <= ProxyChallenge.MAX_PARAMETERS,
                    "a challenge has a name, and not too much of the rest"));
            all.forEach(one -> Check.bounded(ProxyDigest.of(one), 0));
        }
    }

    @FuzzTest
    void environment(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        int bar = text.indexOf('|');
        String proxy = bar < 0 ? text : text.substring(0, bar);
        String exempt = bar < 0 ? "" : text.substring(bar + 1);
        ProxyEnvironment environment = ProxyEnvironment.of(Map.of("https_proxy", proxy, "no_proxy", exempt));
        for (String host : List.of("vpn.example.com", "192.0.2.7", "2001:db8::7")) {
            try {
                ProxyWay way = environment.wayTo(host, 443, ProxyAccess.NONE);
                if (way != null) {
                    Check.bounded(ProxyAddress.parse(way.address().toString()), 300);
                    Check.that(way.access().user().chars().noneMatch(Character::isISOControl), "a user is one line");
                }
            } catch (CarrierException e) {
                Check.that(!String.valueOf(e.getMessage()).contains("hunter2"), "no secret in an error");
            }
        }
    }
}
