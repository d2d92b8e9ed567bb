package dev.dialtone.manager;

import dev.dialtone.carriers.ProxyScheme;
import dev.dialtone.carriers.ProxyUse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection uses that is weak, in the words of [dev.dialtone.api.Entry#weak()].
final class WeakMethods {
    private WeakMethods() {}

    /// @param method of the sign-in to the server
    /// @return joined by commas; empty for none
    static String of(String method, @Nullable ProxyUse proxy) {
        List<String> weak = new ArrayList<>();
        if (method.equals("pap") || method.equals("chap-md5")) {
            weak.add(method);
        }
        if (proxy != null && proxy.signIn() == ProxyScheme.BASIC) {
            weak.add("proxy-" + ProxyScheme.BASIC.word());
        }
        return String.join(",", weak);
    }
}
