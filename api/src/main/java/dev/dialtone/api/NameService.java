package dev.dialtone.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How it stands with names on a connection that uses its server's name servers. They are asked inside the connection
/// when it comes up, and while none answers, now and then; one that has answered is not asked again.
///
/// @param state   `answering`, `asked` (no answer yet), `failing` (they say that they cannot), `silent`; of the best of
///                them. `none`: nobody told any. `not-set`: this host does not resolve through them
/// @param since   when it became so, or null when that is not known
/// @param servers in the order of their use
/// @param reason  what is wrong, a sentence; empty when nothing is
/// @param advice  what to do about it, or empty
public record NameService(String state, @Nullable Instant since, List<Server> servers, String reason, String advice) {

    /// @param address literal
    /// @param state   as above: `answering`, `asked`, `failing` or `silent`
    public record Server(String address, String state) {}

    public NameService {
        servers = List.copyOf(servers);
    }
}
