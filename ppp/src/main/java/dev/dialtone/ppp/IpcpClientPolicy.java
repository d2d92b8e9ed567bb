package dev.dialtone.ppp;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The dialling side of IPCP: asks for an address and name servers, takes whatever address the peer has.
final class IpcpClientPolicy implements IpcpPolicy {
    private final Map<Integer, Integer> wanted = new TreeMap<>();
    private int peer;

    IpcpClientPolicy(@Nullable Inet4Address requested, boolean dns) {
        wanted.put(IpcpOptions.ADDRESS, requested == null ? 0 : IpcpOptions.number(requested));
        if (dns) {
            IpcpOptions.NAME_SERVERS.forEach(type -> wanted.put(type, 0));
        }
    }

    /// The address that we ask for or were given; 0 for none yet.
    int address() {
        return wanted.getOrDefault(IpcpOptions.ADDRESS, 0);
    }

    @Override
    public NetworkResult.@Nullable Ipv4 result() {
        Inet4Address own = IpcpPolicy.orNull(address());
        return own == null
                ? null
                : new NetworkResult.Ipv4(
                        own,
                        IpcpPolicy.orNull(peer),
                        servers(IpcpOptions.DNS_1, IpcpOptions.DNS_2),
                        servers(IpcpOptions.NBNS_1, IpcpOptions.NBNS_2));
    }

    private List<Inet4Address> servers(int... types) {
        List<Inet4Address> servers = new ArrayList<>();
        for (int type : types) {
            Inet4Address server = IpcpPolicy.orNull(wanted.getOrDefault(type, 0));
            if (server != null && !servers.contains(server)) {
                servers.add(server);
            }
        }
        return servers;
    }

    @Override
    public List<ConfigureOption> request() {
        List<ConfigureOption> options = new ArrayList<>();
        wanted.forEach((type, value) -> options.add(ConfigureOption.of32(type, value)));
        return options;
    }

    @Override
    public Judgement judge(ConfigureOption option) {
        // INTEROP [FortiGate]: never insist on the peer's address, 0.0.0.0 and none are fine too.
        // The obsolete pair of addresses (1) and VJ compression (2) are rejected.
        return option.type() == IpcpOptions.ADDRESS && option.length() == 4 ? Judgement.ACK : Judgement.REJECT;
    }

    @Override
    public void agreed(List<ConfigureOption> options) {
        peer = 0;
        for (ConfigureOption option : options) {
            peer = (int) option.number();
        }
    }

    @Override
    public void naked(List<ConfigureOption> options) {
        for (ConfigureOption option : options) {
            boolean known = option.type() == IpcpOptions.ADDRESS || IpcpOptions.NAME_SERVERS.contains(option.type());
            if (known && option.length() == 4 && option.number() != 0) {
                wanted.put(option.type(), (int) option.number());
            }
        }
    }

    @Override
    public void rejected(List<ConfigureOption> options) {
        options.forEach(option -> wanted.remove(option.type()));
    }
}
