package dev.dialtone.host;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.core.Decoded;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import dev.dialtone.host.Resolver.LinkDns;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the kernel, resolv.conf and the journal say about the host.
class HostFuzz {
    private static final String[] FIELDS = {
        "kind",
        "name",
        "link",
        "mtu",
        "address",
        "prefix",
        "peer",
        "destination",
        "gateway",
        "metric",
        "path",
        "original",
        "folders",
        "namespace",
        "server",
        "port",
        "uid",
        "gid",
        "zone",
        "before",
        "table",
        "traffic",
        "priority",
        "mark",
        "family"
    };
    private static final String[] KINDS = {
        "device",
        "link-up",
        "address",
        "route",
        "resolv-conf",
        "new-resolv-conf",
        "namespace",
        "resolved-links",
        "kill-switch",
        "unreachable",
        "owned-namespace",
        "firewall-zone",
        "unmanaged",
        "rule"
    };

    @FuzzTest
    void netlink(byte[] data) {
        List<NetlinkMessage> messages = Check.bounded(NetlinkMessage.decode(ByteBuffer.wrap(data)), data.length);
        if (messages == null) {
            return;
        }
        int bytes = 0;
        for (NetlinkMessage message : messages) {
            bytes += NetlinkMessage.HEADER_BYTES + message.body().remaining();
            NetlinkMessage.Acknowledgement acknowledgement = message.acknowledgement();
            Check.that(acknowledgement.errno() >= 0, "an errno is positive");
            Check.that(acknowledgement.text().length() <= 256, "the kernel's words are bounded");
            LinkEntry.from(message).ifPresent(link -> Check.that(link.name().length() <= 16, "a name is bounded"));
            AddressEntry.from(message);
            RuleEntry.from(message).ifPresent(rule -> {
                Check.that(rule.outLink().length() <= 16, "a link's name is bounded");
                Check.that(rule.isOurs(rule) || rule.protocol() == 0, "a rule is its own");
            });
            RouteEntry.from(message).ifPresent(route -> Check.that(route.sameWay(route), "a route is its own"));
        }
        Check.that(bytes <= data.length, "messages do not overlap");
    }

    /// What a name server says to the doctor.
    @FuzzTest
    void nameServer(byte[] data) {
        DnsProbe.Reply reply = Check.bounded(DnsProbe.decode(ByteBuffer.wrap(data)), data.length);
        if (reply != null) {
            Check.that(data.length >= DnsProbe.HEADER_BYTES, "an answer has a header");
            Check.that(reply.code() >= 0 && reply.code() < 16, "a code has four bits");
            Check.that(!reply.word().isBlank(), "a code has a word");
        }
        for (InetAddress server : NameServerCheck.servers(new Input(data).restAsText())) {
            Check.that(server.getAddress().length >= 4, "a server is an address");
        }
    }

    @FuzzTest
    void procTcp(byte[] data) {
        String text = new String(data, java.nio.charset.StandardCharsets.ISO_8859_1);
        ProcTcpLine line = Check.bounded(ProcTcpLine.decode(text), text.length());
        if (line != null) {
            Check.that(text.length() <= ProcTcpLine.MAX_CHARACTERS, "a line is bounded");
            Check.that(line.inode() >= 0 && line.state() <= 0xff, "numbers are in their ranges");
        }
    }

    /// What Dialtone puts into resolv.conf it takes out again to the byte, whatever was there.
    @FuzzTest
    void resolvConf(byte[] data) throws UnknownHostException {
        Input input = new Input(data);
        List<LinkDns> connections = new ArrayList<>();
        for (int i = input.below(4); i > 0; i--) {
            List<InetAddress> servers = new ArrayList<>();
            for (int s = input.below(4); s > 0; s--) {
                servers.add(InetAddress.getByAddress(java.util.Arrays.copyOf(input.bytes(16), input.flag() ? 16 : 4)));
            }
            connections.add(new LinkDns(
                    input.flag() ? "dt" + i : input.text(input.below(16)),
                    servers,
                    List.of(input.text(input.below(16)), "corp.example"),
                    input.flag()));
        }
        String text = input.restAsText();
        String base = ResolvConfText.strip(text);
        Check.that(base.length() <= text.length(), "taking out makes nothing longer");
        if (ResolvConfText.carriesMark(base)) {
            return;
        }
        String composed = ResolvConfText.compose(base, connections);
        if (!composed.equals(base)) {
            Check.that(ResolvConfText.isWhole(composed), "our part is whole");
            boolean ours = connections.stream().anyMatch(c -> !c.servers().isEmpty());
            long inForce =
                    composed.lines().filter(l -> l.startsWith("nameserver ")).count();
            Check.that(!ours || inForce <= 3, "with servers of ours, no more in force than are used");
        }
        if (!base.contains("#dialtone# ")) {
            Check.same(ResolvConfText.strip(composed), base, "what was put in is taken out");
        }
    }

    @FuzzTest
    void hostChange(byte[] data) {
        Input input = new Input(data);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("kind", input.below(8) < 6 ? KINDS[input.below(KINDS.length)] : input.text(8));
        while (input.more()) {
            fields.put(input.below(16) == 15 ? input.text(6) : input.pick(FIELDS), input.text(input.u8()));
        }
        Decoded<HostChange> decoded = HostChange.fromFields(fields);
        HostChange change = Check.bounded(decoded, Integer.MAX_VALUE);
        if (change != null) {
            Map<String, String> written = change.toFields();
            Check.same(written.get("kind"), fields.get("kind"), "the kind is kept");
            HostChange again = Check.bounded(HostChange.fromFields(written), Integer.MAX_VALUE);
            Check.that(again != null, "a change that was written is read: " + written);
            Check.same(again, change, "a change is read as it was written");
        }
    }

    /// Whatever a keyring answers is a key or none, and a secret or none; what was sealed is opened again.
    @FuzzTest
    void keyring(byte[] data) {
        Input in = new Input(data);
        try (SecretExchange exchange = SecretExchange.begin()) {
            boolean agreed = exchange.agree(in.counted());
            byte[] parameters = in.counted();
            byte[] value = in.rest();
            exchange.open(parameters, value)
                    .ifPresent(opened -> Check.that(opened.length < value.length, "there is padding"));
            if (agreed) {
                SecretExchange.Sealed sealed = exchange.seal(data);
                Check.same(exchange.open(sealed.parameters(), sealed.value()).orElseThrow(), data, "what was sealed");
            }
        }
    }
}
