package dev.dialtone.host;

import java.net.InetAddress;
import java.util.List;

/// The host's name resolution, which all connections share: set anew from those that are left, never put back from
/// one's picture of before (contract H6).
public interface Resolver {

    /// `systemd-resolved`, `resolv.conf`, or `none` when names cannot be set here.
    String mechanism();

    /// What has to be in the journal before the first [#apply]: for resolv.conf its text of now. [Host#undo] of it
    /// restores the state without any connection.
    HostChange prepare();

    /// Makes the host resolve through exactly these, newest connection first. Empty: as before any connection, given
    /// what [#prepare] said.
    void apply(HostChange prepared, List<LinkDns> connections);

    /// Looks whether the host resolves through exactly these now, as it was last told by [#apply].
    ///
    /// @return why it does not, as a sentence; empty when it does, or when there is nothing to be seen
    default String trouble(List<LinkDns> connections) {
        return "";
    }

    /// What one connection brings for name resolution.
    ///
    /// @param link    interface name
    /// @param servers name servers in order
    /// @param domains search domains; one after `~` is not searched, but names in it are asked for here
    ///                alone, where the mechanism can tell names apart (systemd-resolved can, resolv.conf cannot)
    /// @param everything whether all names go to these servers first
    /// @param overLinkAlone whether they are reached by who asks over the link alone, as systemd-resolved does;
    ///                other mechanisms leave them out
    record LinkDns(
            String link, List<InetAddress> servers, List<String> domains, boolean everything, boolean overLinkAlone) {
        /// What precedes a domain that is not for searching.
        public static final String ROUTING_ONLY = "~";

        public LinkDns {
            servers = List.copyOf(servers);
            domains = List.copyOf(domains);
        }

        /// Servers that are reached by the host's routes.
        public LinkDns(String link, List<InetAddress> servers, List<String> domains, boolean everything) {
            this(link, servers, domains, everything, false);
        }
    }
}
