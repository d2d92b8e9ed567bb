package dev.dialtone.carriers;

import dev.dialtone.core.Secret;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a proxy may be told when it asks who is there.
///
/// @param user     empty for nobody
/// @param password stays its owner's to close; null for none
/// @param allowed  schemes that may be used
public record ProxyAccess(String user, @Nullable Secret password, Set<ProxyScheme> allowed) {
    /// Nobody is named.
    public static final ProxyAccess NONE = new ProxyAccess("", null, Set.of(ProxyScheme.DIGEST));

    public ProxyAccess {
        allowed = Set.copyOf(allowed);
    }
}
