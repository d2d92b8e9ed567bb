package dev.dialtone.carriers;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.ppp.AuthResult;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the sign-in left for the tunnel: its method, and once its keys.
final class SignIn {
    private @Nullable AuthResult result;

    void went(AuthResult how) {
        result = how;
    }

    /// The method's word; `none` before, and when the peer asked for none.
    String methodWord() {
        AuthMethod method = result == null ? null : result.method();
        return method == null ? "none" : method.word();
    }

    /// The key that ties it to the carrier (see [CryptoBinding]); zeros without one. Its parts are wiped with that.
    byte[] takeHlak() {
        byte[] hlak = result == null
                ? new byte[CryptoBinding.HLAK_BYTES]
                : CryptoBinding.hlak(result.sendKey(), result.receiveKey());
        wipe();
        return hlak;
    }

    void wipe() {
        if (result != null) {
            Arrays.fill(result.sendKey(), (byte) 0);
            Arrays.fill(result.receiveKey(), (byte) 0);
        }
    }
}
