package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether the name servers of resolv.conf answer: a question each, side by side. Dials by address do without, so
/// that silence is a warning here; a name that is not resolved is one of the entry.
final class NameServerCheck implements HostCheck {
    private static final String SUBJECT = "dns";

    /// MAXNS of resolver(3): what is listed after these is not used.
    private static final int MAX_SERVERS = 3;

    private static final String ADVICE = "Correct the `nameserver` lines, or see why the network does not reach them"
            + " (`ip route get ADDRESS`; a firewall may drop UDP to port 53).";

    private final ResolvConfFile file;
    private final Function<InetAddress, ServerAnswer> ask;

    /// What became of a question.
    ///
    /// @param answered whether anything came back
    /// @param words    how, as the end of a sentence
    record ServerAnswer(boolean answered, String words) {}

    NameServerCheck(ResolvConfFile file, Function<InetAddress, ServerAnswer> ask) {
        this.file = file;
        this.ask = ask;
    }

    @Override
    public HostFinding look() {
        String text;
        try {
            text = file.read();
        } catch (HostException e) {
            return HostFinding.warning(SUBJECT, e.failure().reason() + ".", "Repair the file.");
        }
        List<InetAddress> servers = servers(text);
        // SPEC [resolver(5)] without a nameserver line, the one on this machine
        boolean none = servers.isEmpty();
        List<InetAddress> asked = none ? List.of(InetAddress.ofLiteral("127.0.0.1")) : servers;
        List<CompletableFuture<ServerAnswer>> asking = asked.stream()
                .map(server -> CompletableFuture.supplyAsync(
                        () -> ask.apply(server), task -> Thread.ofVirtual().start(task)))
                .toList();
        List<ServerAnswer> answers =
                asking.stream().map(CompletableFuture::join).toList();
        String told = (none ? file.path() + " names no server; " : file.path() + ": ") + told(asked, answers) + ".";
        if (answers.stream().noneMatch(ServerAnswer::answered)) {
            return HostFinding.warning(SUBJECT, "No name server answers. " + told, ADVICE);
        }
        if (!answers.getFirst().answered()) {
            return HostFinding.warning(
                    SUBJECT, "Each look-up waits for a server first that does not answer. " + told, ADVICE);
        }
        return HostFinding.ok(SUBJECT, told);
    }

    private static String told(List<InetAddress> servers, List<ServerAnswer> answers) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            words.add(dev.dialtone.core.AddressText.of(servers.get(i)) + " "
                    + answers.get(i).words());
        }
        return words.stream().collect(Collectors.joining("; "));
    }

    /// The addresses that are in force.
    static List<InetAddress> servers(String resolvConf) {
        return resolvConf
                .lines()
                .filter(line -> ResolvConfText.isEntry(line, "nameserver"))
                .flatMap(line -> ResolvConfText.words(line).stream().limit(1))
                .flatMap(word -> literal(word).stream())
                .limit(MAX_SERVERS)
                .toList();
    }

    private static List<InetAddress> literal(String word) {
        try {
            return List.of(InetAddress.ofLiteral(word));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
