package dev.dialtone.carriers;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection wants to know of the peer's network.
///
/// @param needed whether it is of little use without the answers: then they are waited for half a second, else some
///               round trips, half a second at most
/// @param names  whether its name servers are asked whether they answer
/// @param domain a domain they should know; empty for the first that is told, and when it is no host name
/// @param given  its name servers, when they are not those that the network tells; see [TunnelProjection#givenDns]
/// @param address our IPv6 address once IPv6 is open, instead of those that routers advertise; null for these
public record LearningRequest(
        boolean needed,
        Names names,
        String domain,
        List<InetAddress> given,
        @Nullable Inet6Address address) {

    public LearningRequest {
        given = List.copyOf(given);
        domain = DomainNames.of(domain).orElse("");
    }

    /// With the name servers and addresses that the network tells.
    public LearningRequest(boolean needed, Names names, String domain) {
        this(needed, names, domain, List.of(), null);
    }

    /// What name servers are to the connection.
    public enum Names {
        /// It does not use them.
        UNUSED,
        /// They are asked beside the rest, and waited for no longer than that.
        ASKED,
        /// Nothing goes on before one has answered, or each was given up.
        REQUIRED
    }

    /// What is asked when nobody cares for names.
    public static LearningRequest withoutNames(boolean needed) {
        return new LearningRequest(needed, Names.UNUSED, "");
    }
}
