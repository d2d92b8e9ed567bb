package dev.dialtone.testkit;

import static dev.dialtone.testkit.AnswererStep.AUTH_RESPONSE;
import static dev.dialtone.testkit.AnswererStep.CALL_CONNECTED;
import static dev.dialtone.testkit.AnswererStep.CONNECTED;
import static dev.dialtone.testkit.AnswererStep.HTTP;
import static dev.dialtone.testkit.AnswererStep.IPCP;
import static dev.dialtone.testkit.AnswererStep.LCP;
import static dev.dialtone.testkit.AnswererStep.SSTP_CONNECT;
import static dev.dialtone.testkit.AnswererStep.TCP_ACCEPT;
import static dev.dialtone.testkit.AnswererStep.TLS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Something bad the answerer does at one step, once for each session that gets there.
///
/// @param step     where
/// @param kind     what; must be one of the kinds that make sense there
/// @param code     the HTTP status, `E=` number or SSTP status to give; ignored by kinds that have none
/// @param words    the server's words where the kind has some
/// @param interval pause between bytes (SLOW_TRICKLE), how late (LATE_START), and how long after the
///                 opening ([AnswererStep#CONNECTED])
public record Misbehaviour(AnswererStep step, Kind kind, int code, String words, Duration interval) {

    /// What can be done.
    public enum Kind {
        SILENCE("reads on and says nothing more", TCP_ACCEPT, CONNECTED),
        GARBAGE("answers with random bytes, then says nothing more", TCP_ACCEPT, CONNECTED),
        RESET("cuts with a TCP reset", TCP_ACCEPT, CONNECTED),
        CLOSE("ends the stream in good order, without a word of SSTP", TCP_ACCEPT, CONNECTED),
        SLOW_TRICKLE("sends everything from here on one byte at a time, with a pause after each", TLS, CONNECTED),
        HTTP_STATUS("answers the HTTP request with a status other than 200 and ends the stream", HTTP, HTTP),
        NAK("answers with Call-Connect-Nak and a status", SSTP_CONNECT, SSTP_CONNECT),
        ABORT("sends Call-Abort with a status", SSTP_CONNECT, CONNECTED),
        BITMAP_ZERO("offers no hash for the crypto binding", SSTP_CONNECT, SSTP_CONNECT),
        BITMAP_UNKNOWN(
                "offers only a hash for the crypto binding that no specification names", SSTP_CONNECT, SSTP_CONNECT),
        BINDING_REFUSED("takes the crypto binding for wrong and aborts", CALL_CONNECTED, CALL_CONNECTED),
        EARLY_START("glues its first LCP Configure-Request to the Call-Connect-Ack", SSTP_CONNECT, SSTP_CONNECT),
        LATE_START("ignores the client's LCP and sends none for a while", LCP, LCP),
        ENDLESS_NAK("answers every Configure-Request with a Configure-Nak, each time for another value", LCP, IPCP),
        TERMINATE("sends an LCP Terminate-Request with words", LCP, CONNECTED),
        AUTH_FAILURE("refuses the sign-in with an E= number and words", AUTH_RESPONSE, AUTH_RESPONSE),
        WRONG_AUTHENTICATOR(
                "accepts the sign-in, but cannot prove that it knows the password", AUTH_RESPONSE, AUTH_RESPONSE),
        NO_ADDRESSES("has no IPv4 address to give: rejects the option", IPCP, IPCP),
        PROTOCOL_REJECT("answers IPCP with an LCP Protocol-Reject", IPCP, IPCP),
        ECHO_FLOOD("sends 5,000 LCP and SSTP Echo-Requests at once", CONNECTED, CONNECTED);

        private final String sentence;
        private final AnswererStep from;
        private final AnswererStep to;

        Kind(String sentence, AnswererStep from, AnswererStep to) {
            this.sentence = sentence;
            this.from = from;
            this.to = to;
        }

        /// What it does, as the end of a sentence that begins with "the server".
        public String sentence() {
            return sentence;
        }

        /// Where it makes sense.
        public Set<AnswererStep> steps() {
            return this == ENDLESS_NAK ? EnumSet.of(LCP, IPCP) : EnumSet.range(from, to);
        }

        private int defaultCode() {
            return switch (this) {
                case HTTP_STATUS -> 404;
                case AUTH_FAILURE -> 648;
                // ATTRIB_STATUS_VALUE_NOT_SUPPORTED
                case NAK -> 4;
                // ATTRIB_STATUS_UNACCEPTED_FRAME_RECEIVED
                case ABORT -> 5;
                default -> 0;
            };
        }
    }

    public Misbehaviour {
        if (!kind.steps().contains(step)) {
            throw new IllegalArgumentException(kind + " makes no sense at " + step);
        }
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval: negative");
        }
    }

    /// With the kind's usual code and words, and 500 ms.
    public static Misbehaviour of(AnswererStep step, Kind kind) {
        return new Misbehaviour(step, kind, kind.defaultCode(), "the test wants it so", Duration.ofMillis(500));
    }

    /// Every pair that makes sense.
    public static List<Misbehaviour> all() {
        List<Misbehaviour> all = new ArrayList<>();
        for (AnswererStep step : AnswererStep.values()) {
            Arrays.stream(Kind.values())
                    .filter(kind -> kind.steps().contains(step))
                    .forEach(kind -> all.add(of(step, kind)));
        }
        return all;
    }

    public Misbehaviour withCode(int newCode) {
        return new Misbehaviour(step, kind, newCode, words, interval);
    }

    public Misbehaviour withWords(String newWords) {
        return new Misbehaviour(step, kind, code, newWords, interval);
    }

    public Misbehaviour withInterval(Duration newInterval) {
        return new Misbehaviour(step, kind, code, words, newInterval);
    }

    /// One sentence.
    public String describe() {
        return "At " + step + " the server " + kind.sentence() + ".";
    }
}
