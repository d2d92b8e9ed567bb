package dev.dialtone.testkit;

import dev.dialtone.auth.MsChapV2Failure;
import dev.dialtone.carriers.SstpPacket;
import dev.dialtone.ppp.PppAnswererScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Carries out a [Misbehaviour].
final class Mischief {
    private static final int UNKNOWN_HASH = 4;
    private static final int FLOOD = 5_000;
    private static final int FLOOD_BATCH = 100;
    private static final int GARBAGE_BYTES = 2048;

    private Mischief() {}

    /// Before TLS stands; on the reader thread.
    ///
    /// @return whether the server goes on as if nothing had happened
    static boolean belowTls(Misbehaviour bad, SessionStream stream) {
        try {
            switch (bad.kind()) {
                case GARBAGE -> stream.sendRawGarbage();
                case RESET -> stream.reset("reset by misbehaviour");
                case CLOSE -> stream.finishRaw();
                case SLOW_TRICKLE -> stream.trickleRaw(bad.interval());
                default -> {
                    // SILENCE: nothing to do but to read on
                }
            }
        } catch (IOException e) {
            // the client went first
            stream.reset("broken: " + e.getMessage());
        }
        return false;
    }

    /// After TLS; on the session's loop.
    ///
    /// @return whether the server goes on with its own reaction
    static boolean at(Misbehaviour bad, SessionDriver session) {
        if (bad.step() == AnswererStep.CONNECTED) {
            session.later(bad.interval(), () -> {
                var _ = act(bad, session);
            });
            return true;
        }
        return act(bad, session);
    }

    private static boolean act(Misbehaviour bad, SessionDriver session) {
        return switch (bad.kind()) {
            case SILENCE -> {
                session.hush();
                yield false;
            }
            case GARBAGE -> {
                byte[] garbage = new byte[GARBAGE_BYTES];
                session.random().nextBytes(garbage);
                // no start of an SSTP packet nor of an HTTP answer
                garbage[0] = 0x7A;
                session.send(garbage);
                session.hush();
                yield false;
            }
            case RESET -> {
                session.stream().reset("reset by misbehaviour");
                session.hush();
                yield false;
            }
            case CLOSE -> {
                session.stream().close("closed by misbehaviour");
                session.hush();
                yield false;
            }
            case SLOW_TRICKLE -> {
                session.stream().trickle(bad.interval());
                yield true;
            }
            case HTTP_STATUS -> {
                session.send(SstpWire.httpAnswer(bad.code()));
                session.stream().close("refused by HTTP status " + bad.code());
                session.hush();
                yield false;
            }
            case NAK -> {
                session.leave(SstpWire.nak(bad.code()), "refused by Call-Connect-Nak");
                yield false;
            }
            case ABORT -> {
                session.leave(SstpWire.abort(bad.code()), "aborted by misbehaviour");
                yield false;
            }
            case BINDING_REFUSED -> {
                session.leave(SstpWire.bindingRefused(), "aborted by misbehaviour");
                yield false;
            }
            case EARLY_START -> {
                session.glueNext();
                yield true;
            }
            case LATE_START -> {
                session.startLate(bad.interval());
                yield true;
            }
            case TERMINATE -> {
                session.leaveLink(bad.words());
                yield false;
            }
            case ECHO_FLOOD -> {
                flood(session, 0);
                yield true;
            }
            // these are in the machines from the start
            case BITMAP_ZERO,
                    BITMAP_UNKNOWN,
                    ENDLESS_NAK,
                    AUTH_FAILURE,
                    WRONG_AUTHENTICATOR,
                    NO_ADDRESSES,
                    PROTOCOL_REJECT -> true;
        };
    }

    /// In batches, each behind what the client asks meanwhile, so that the flood drowns nothing of our
    /// own.
    private static void flood(SessionDriver session, int sent) {
        if (sent >= FLOOD) {
            return;
        }
        byte[] magic = new byte[4];
        for (int i = sent; i < sent + FLOOD_BATCH; i += 2) {
            byte[] lcp = PppWire.packet(PppWire.LCP, PppWire.ECHO_REQUEST, i & 0xFF, magic)
                    .encode();
            session.send(SstpPacket.data(lcp));
            session.send(SstpWire.echo());
        }
        session.later(Duration.ofMillis(1), () -> flood(session, sent + FLOOD_BATCH));
    }

    static int hashBitmap(int configured, Map<AnswererStep, Misbehaviour> misbehaviours) {
        Misbehaviour bad = misbehaviours.get(AnswererStep.SSTP_CONNECT);
        if (bad == null) {
            return configured;
        }
        return switch (bad.kind()) {
            case BITMAP_ZERO -> 0;
            case BITMAP_UNKNOWN -> UNKNOWN_HASH;
            default -> configured;
        };
    }

    /// What the PPP machine itself is to do wrong.
    ///
    /// @param addressLeft whether there is an address to give
    static PppAnswererScript script(
            Map<AnswererStep, Misbehaviour> misbehaviours, boolean addressLeft, RandomGenerator random) {
        Set<PppAnswererScript.Misbehaviour> wrong = EnumSet.noneOf(PppAnswererScript.Misbehaviour.class);
        String refusal = null;
        for (Misbehaviour bad : misbehaviours.values()) {
            PppAnswererScript.@Nullable Misbehaviour known = switch (bad.kind()) {
                case ENDLESS_NAK ->
                    bad.step() == AnswererStep.LCP
                            ? PppAnswererScript.Misbehaviour.NAK_LCP_FOREVER
                            : PppAnswererScript.Misbehaviour.NAK_IPCP_FOREVER;
                case WRONG_AUTHENTICATOR -> PppAnswererScript.Misbehaviour.FALSE_PROOF;
                case NO_ADDRESSES -> PppAnswererScript.Misbehaviour.REJECT_ADDRESS;
                case PROTOCOL_REJECT -> PppAnswererScript.Misbehaviour.REJECT_IPCP;
                default -> null;
            };
            if (known != null) {
                wrong.add(known);
            }
            if (bad.kind() == Misbehaviour.Kind.AUTH_FAILURE) {
                byte[] challenge = new byte[16];
                random.nextBytes(challenge);
                refusal = new String(
                        MsChapV2Failure.format(bad.code(), false, challenge, bad.words()), StandardCharsets.UTF_8);
            }
        }
        if (!addressLeft) {
            wrong.add(PppAnswererScript.Misbehaviour.REJECT_ADDRESS);
        }
        return new PppAnswererScript(wrong, refusal);
    }
}
