package dev.dialtone.ppp;

import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The answering side of IPCP: names its own address, gives the peer one and its name servers.
final class IpcpServerPolicy implements IpcpPolicy {
    private final int own;
    private final PppAnswererScript script;
    private final Map<Integer, Integer> given = new TreeMap<>();
    private boolean sendAddress = true;
    private int spin;

    IpcpServerPolicy(PppAnswererConfig config, PppAnswererScript script) {
        this.own = IpcpOptions.number(config.ownAddress());
        this.script = script;
        given.put(IpcpOptions.ADDRESS, IpcpOptions.number(config.peerAddress()));
        put(IpcpOptions.DNS_1, config.dns(), 0);
        put(IpcpOptions.DNS_2, config.dns(), 1);
        put(IpcpOptions.NBNS_1, config.nbns(), 0);
        put(IpcpOptions.NBNS_2, config.nbns(), 1);
    }

    private void put(int type, List<Inet4Address> servers, int index) {
        if (servers.size() > index) {
            given.put(type, IpcpOptions.number(servers.get(index)));
        }
    }

    @Override
    public NetworkResult.@Nullable Ipv4 result() {
        return new NetworkResult.Ipv4(
                IpcpOptions.address(own),
                IpcpPolicy.orNull(given.getOrDefault(IpcpOptions.ADDRESS, 0)),
                List.of(),
                List.of());
    }

    @Override
    public List<ConfigureOption> request() {
        return sendAddress ? List.of(ConfigureOption.of32(IpcpOptions.ADDRESS, own)) : List.of();
    }

    @Override
    public Judgement judge(ConfigureOption option) {
        Integer value = given.get(option.type());
        if (value == null || option.length() != 4) {
            return Judgement.REJECT;
        }
        if (option.type() == IpcpOptions.ADDRESS) {
            if (script.does(PppAnswererScript.Misbehaviour.NAK_ZERO_ADDRESS)) {
                return new Judgement.Nak(ConfigureOption.of32(option.type(), 0));
            }
            if (script.does(PppAnswererScript.Misbehaviour.REJECT_ADDRESS)) {
                return Judgement.REJECT;
            }
            if (script.does(PppAnswererScript.Misbehaviour.NAK_IPCP_FOREVER)) {
                return new Judgement.Nak(ConfigureOption.of32(option.type(), value + ++spin));
            }
        }
        return (int) option.number() == value
                ? Judgement.ACK
                : new Judgement.Nak(ConfigureOption.of32(option.type(), value));
    }

    @Override
    public void agreed(List<ConfigureOption> options) {}

    @Override
    public void naked(List<ConfigureOption> options) {}

    @Override
    public void rejected(List<ConfigureOption> options) {
        sendAddress = false;
    }
}
