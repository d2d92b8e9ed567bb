package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import org.jspecify.annotations.Nullable;

/// How the sign-in went.
///
/// @param method      the one that was used; null when the peer asked for none
/// @param message     the peer's words on success, cleaned; may be empty
/// @param sendKey     16 bytes MS-CHAPv2 MasterSendKey as the client sees it (RFC 3079 §3.4), empty for other methods
/// @param receiveKey  16 bytes MasterReceiveKey as the client sees it, empty for other methods
public record AuthResult(@Nullable AuthMethod method, String message, byte[] sendKey, byte[] receiveKey) {
    @Override
    public String toString() {
        return "AuthResult[" + method + ", keys redacted]";
    }
}
