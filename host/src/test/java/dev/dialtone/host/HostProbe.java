package dev.dialtone.host;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What the namespace tests run as a process of its own, inside their namespace: each argument is one step, said on
/// standard output when done; a refusal is said and ends it.
final class HostProbe {
    /// Where the step in hand is, empty for outside.
    private static String namespace = "";

    private HostProbe() {}

    public static void main(String[] steps) throws Exception {
        LinuxHost host = new LinuxHost(Path.of("/etc/resolv.conf"), WatchProbe::clock);
        WatchProbe watch = new WatchProbe(host);
        List<HostChange> made = new ArrayList<>();
        try {
            for (String step : steps) {
                run(host, made, watch, step);
            }
        } catch (HostException e) {
            System.out.println("refused error=" + e.failure().error() + " layer="
                    + e.failure().layer().word() + " reason=" + e.failure().reason());
        }
    }

    private static void run(LinuxHost host, List<HostChange> made, WatchProbe watch, String step) throws Exception {
        String[] words = step.split(" ", -1);
        switch (words[0]) {
            case "inside" -> {
                namespace = words[1];
                run(host, made, watch, step.substring("inside ".length() + namespace.length() + 1));
                namespace = "";
            }
            case "make" -> {
                HostChange own = new HostChange.Namespace(words[1]);
                made.add(own);
                host.apply(own);
            }
            case "unmake" -> host.undo(new HostChange.Namespace(words[1]));
            case "own" -> {
                HostChange owned = owned(words);
                made.add(owned);
                CompletableFuture<Void> applied = new CompletableFuture<>();
                host.prepare(owned, done -> {
                    try {
                        host.apply(owned);
                        applied.complete(null);
                    } catch (RuntimeException e) {
                        applied.completeExceptionally(e);
                    } finally {
                        done.run();
                    }
                });
                if (applied.handle((_, refused) -> refused).join() instanceof RuntimeException refused) {
                    throw refused;
                }
            }
            case "disown" -> host.undo(owned(words));
            case "whose" -> System.out.println("whose " + host.namespaceOwner(words[1]));
            case "there" -> System.out.println("there " + host.hasNamespace(words[1]));
            case "free" -> System.out.println("free " + place(host).freeName());
            case "open" -> place(host).open(new HostChange.Device(words[1]));
            case "answer" -> PingAnswerer.start(host.open(new HostChange.Device(words[1])));
            case "allocate" -> DeviceChurn.allocate(host.open(new HostChange.Device(words[1])));
            case "churn" -> DeviceChurn.run(host, Integer.parseInt(words[1]));
            case "wake" -> DeviceChurn.wake(host);
            case "close" -> host.undo(new HostChange.Device(words[1]).in(namespace));
            case "up" -> make(host, made, new HostChange.LinkUp(words[1], Integer.parseInt(words[2])));
            case "address" ->
                make(
                        host,
                        made,
                        new HostChange.Address(
                                words[1],
                                InetAddress.ofLiteral(words[2]),
                                Integer.parseInt(words[3]),
                                words.length > 4 ? InetAddress.ofLiteral(words[4]) : null));
            case "route" -> make(host, made, route(words));
            case "rule" -> make(host, made, rule(words));
            case "unrule" -> host.undo(rule(words).in(namespace));
            case "others" -> System.out.println("others " + host.othersIn(Integer.parseInt(words[1])));
            case "unroute" -> host.undo(route(words));
            case "unaddress" ->
                host.undo(new HostChange.Address(
                                words[1], InetAddress.ofLiteral(words[2]), Integer.parseInt(words[3]), null)
                        .in(namespace));
            case "undoup" -> host.undo(new HostChange.LinkUp(words[1], Integer.parseInt(words[2])).in(namespace));
            case "nowhere" -> {
                String[] target = words[1].split("/", -1);
                InetAddress network = InetAddress.ofLiteral(target[0]);
                make(host, made, new HostChange.Unreachable(network, Integer.parseInt(target[1])));
            }
            case "undo" -> {
                for (HostChange change : made.reversed()) {
                    host.undo(change);
                    host.undo(change);
                }
                made.clear();
            }
            case "kill-switch" -> make(host, made, killSwitch(words));
            case "open-switch" -> host.undo(killSwitch(words));
            case "to" -> System.out.println("to " + host.routeTo(InetAddress.ofLiteral(words[1])));
            case "outer" -> System.out.println("outer " + host.outerRouteTo(InetAddress.ofLiteral(words[1])));
            case "around" -> {
                String[] target = words[1].split("/", -1);
                InetAddress network = InetAddress.ofLiteral(target[0]);
                System.out.println("around " + place(host).wayAround(network, Integer.parseInt(target[1])));
            }
            case "has" -> System.out.println("has " + host.hasAddress(InetAddress.ofLiteral(words[1])));
            case "listen", "heard", "watch", "told", "unwatch", "sleep", "flood", "burst" -> watch.run(words);
            case "examine" -> System.out.println("examine " + host.examine());
            case "survey" -> System.out.println("survey " + host.survey());
            case "link" -> System.out.println("link " + host.link(words[1]));
            case "resolver" -> System.out.println("resolver " + host.resolver().mechanism() + " " + dbusLoaded());
            case "dns" -> {
                Resolver resolver = place(host).resolver();
                HostChange prepared = resolver.prepare();
                made.add(prepared.in(namespace));
                resolver.apply(prepared, connections(words));
            }
            case "trouble" ->
                System.out.println("trouble [" + place(host).resolver().trouble(connections(words)) + "]");
            case "reach" ->
                System.out.println(
                        "reach " + InetAddress.ofLiteral(words[1]).isReachable(1000)); // ICMP, since we are root
            case "run" -> print(step.substring("run ".length()));
            case "cat" -> System.out.print(Files.readString(Path.of(words[1])));
            case "die" -> Runtime.getRuntime().halt(9);
            default -> throw new IllegalArgumentException(step);
        }
    }

    /// Each `link=server,server;domain,domain;all|some`.
    private static List<Resolver.LinkDns> connections(String... words) {
        return Arrays.stream(words)
                .skip(1)
                .map(word -> word.split("[=;]", -1))
                .map(parts -> new Resolver.LinkDns(
                        parts[0],
                        Arrays.stream(parts[1].split(",", -1))
                                .map(InetAddress::ofLiteral)
                                .toList(),
                        parts[2].isEmpty() ? List.of() : List.of(parts[2].split(",", -1)),
                        parts[3].equals("all")))
                .toList();
    }

    private static String dbusLoaded() throws ReflectiveOperationException {
        var find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        find.setAccessible(true);
        Object loaded =
                find.invoke(HostProbe.class.getClassLoader(), "org.freedesktop.dbus.connections.AbstractConnection");
        return loaded == null ? "dbus not loaded" : "dbus loaded";
    }

    private static HostChange.KillSwitch killSwitch(String... words) {
        return new HostChange.KillSwitch(words[1], InetAddress.ofLiteral(words[2]), Integer.parseInt(words[3]));
    }

    private static HostChange.Route route(String... words) {
        String[] target = words[2].split("/", -1);
        return new HostChange.Route(
                InetAddress.ofLiteral(target[0]),
                Integer.parseInt(target[1]),
                words[1],
                words[3].equals("-") ? null : InetAddress.ofLiteral(words[3]),
                Integer.parseInt(words[4]),
                words.length > 5 ? Integer.parseInt(words[5]) : 0);
    }

    /// `rule TABLE from ADDRESS`, `rule TABLE bound LINK 4|6` or `rule TABLE marked NUMBER 4|6`.
    private static HostChange.Rule rule(String... words) {
        Traffic traffic = switch (words[2]) {
            case "from" -> new Traffic.From(InetAddress.ofLiteral(words[3]));
            case "bound" -> new Traffic.BoundTo(words[3], words[4].equals("6"));
            case "marked" -> new Traffic.Marked(Integer.parseInt(words[3]), words[4].equals("6"));
            default -> throw new IllegalArgumentException(words[2]);
        };
        return HostChange.Rule.of(traffic, Integer.parseInt(words[1]));
    }

    private static HostChange owned(String... words) {
        int uid = Integer.parseInt(words[2]);
        return new HostChange.OwnedNamespace(words[1], uid, uid);
    }

    private static Host place(LinuxHost host) {
        return namespace.isEmpty() ? host : host.inside(namespace);
    }

    private static void make(LinuxHost host, List<HostChange> made, HostChange change) {
        HostChange placed = change.in(namespace);
        made.add(placed);
        host.apply(placed);
        host.apply(placed);
    }

    private static void print(String command) throws Exception {
        System.out.println("$ " + command);
        command(command.split(" ", -1));
    }

    static void command(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getInputStream().transferTo(System.out);
        process.waitFor();
    }
}
