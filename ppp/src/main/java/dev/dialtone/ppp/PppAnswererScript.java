package dev.dialtone.ppp;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a [PppAnswerer] is to misbehave, for tests.
///
/// @param misbehaviours         any of them together
/// @param authenticationFailure text of the Failure or Nak that every sign-in gets, right or wrong
///                              (`E=648 R=0 V=3 M=...`); null leaves the outcome to the password
public record PppAnswererScript(
        Set<Misbehaviour> misbehaviours, @Nullable String authenticationFailure) {

    public enum Misbehaviour {
        /// Answers no Configure-Request of LCP and sends none.
        SILENT_LCP,
        /// Configure-Naks every LCP request.
        NAK_LCP_FOREVER,
        /// Sends a Terminate-Request as soon as LCP is open.
        TERMINATE_AFTER_LCP,
        /// Sends no challenge and answers no sign-in.
        SILENT_AUTHENTICATION,
        /// Accepts an MS-CHAPv2 sign-in with a false proof (`S=`).
        FALSE_PROOF,
        /// Sends a Terminate-Request right after the sign-in.
        TERMINATE_AFTER_AUTHENTICATION,
        /// Says nothing on IPCP.
        SILENT_IPCP,
        /// Configure-Naks every IPCP request with another address.
        NAK_IPCP_FOREVER,
        /// Configure-Naks the address with 0.0.0.0.
        NAK_ZERO_ADDRESS,
        /// Configure-Rejects the address.
        REJECT_ADDRESS,
        /// Protocol-Rejects IPCP.
        REJECT_IPCP,
        /// Says nothing on IPV6CP.
        SILENT_IPV6CP,
        /// Protocol-Rejects IPV6CP although it is on.
        REJECT_IPV6CP,
        /// Answers no Echo-Request once the network is open.
        DEAF_TO_ECHO
    }

    /// No misbehaviour at all.
    public static final PppAnswererScript HONEST = new PppAnswererScript(Set.of(), null);

    public PppAnswererScript {
        misbehaviours = Set.copyOf(misbehaviours);
    }

    /// These misbehaviours, and the outcome of the sign-in left to the password.
    public static PppAnswererScript of(Misbehaviour... misbehaviours) {
        return new PppAnswererScript(Set.of(misbehaviours), null);
    }

    /// Every sign-in fails with this text.
    public static PppAnswererScript refusing(String authenticationFailure) {
        return new PppAnswererScript(Set.of(), authenticationFailure);
    }

    boolean does(Misbehaviour misbehaviour) {
        return misbehaviours.contains(misbehaviour);
    }
}
