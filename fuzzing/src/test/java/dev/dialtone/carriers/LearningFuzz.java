package dev.dialtone.carriers;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Step;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a peer's network says inside the tunnel: DHCP, router advertisements, answers of name servers, and the machine
/// that hears all of it.
class LearningFuzz {
    private static final Inet4Address OWN = Inet4Address.ofLiteral("10.9.0.7");
    private static final Inet4Address SERVER = Inet4Address.ofLiteral("10.9.0.1");
    private static final Inet6Address ROUTER = (Inet6Address) InetAddress.ofLiteral("fe80::1");
    private static final Inet6Address ALL_NODES = (Inet6Address) InetAddress.ofLiteral("ff02::1");
    private static final Inet4Address NAMES = Inet4Address.ofLiteral("10.9.0.53");
    private static final int QUESTIONS = 4 + 3;

    @FuzzTest
    void dhcp(byte[] data) {
        DhcpMessage message = Check.bounded(DhcpMessage.decode(data), data.length);
        if (message != null) {
            Check.that(
                    message.options().values().stream()
                                    .mapToInt(value -> value.length)
                                    .sum()
                            <= data.length,
                    "options are part of the message");
            DhcpConfiguration said = DhcpConfiguration.of(message);
            routes(said.routes());
            names(said.domains());
            Check.that(said.dns().size() <= 8, "so many name servers");
        }
        List<LearnedNetwork.Route> routes = Check.bounded(DhcpConfiguration.classlessRoutes(data), data.length);
        if (routes != null) {
            routes(routes);
        }
        for (boolean compressed : new boolean[] {true, false}) {
            List<String> names = Check.bounded(DomainNames.decode(data, compressed), data.length);
            if (names != null) {
                Check.that(names.size() <= DomainNames.MAX_NAMES, "so many names");
                names.forEach(LearningFuzz::name);
            }
        }
    }

    @FuzzTest
    void advertisement(byte[] data) {
        RouterAdvertisement told = Check.bounded(RouterAdvertisement.decode(data), data.length);
        if (told != null) {
            int options = told.prefixes().size()
                    + told.routes().size()
                    + told.servers().size();
            Check.that(options * 8 <= data.length, "options are part of the message");
            told.prefixes().forEach(prefix -> masked(prefix.network(), prefix.length()));
            told.routes().forEach(route -> masked(route.network(), route.length()));
            told.domains().forEach(list -> list.names().forEach(LearningFuzz::name));
            Check.that(told.mtuBytes() == 0 || told.mtuBytes() >= 1280, "an MTU of IPv6");
        }
        Check.bounded(InnerPacket.decodeUdp(data), data.length);
        Check.bounded(InnerPacket.decodeIcmpv6(data), data.length);
    }

    @FuzzTest
    void dns(byte[] data) {
        DnsQuestion.Answer answer = Check.bounded(DnsQuestion.decode(data), data.length);
        if (answer != null) {
            Check.that(answer.code() <= 15 && answer.id() <= 0xFFFF, "of four and sixteen bits");
            Check.that(answer.question().length >= 5 && answer.question().length <= 255 + 4, "a name, a type, a class");
            Check.that(
                    answer.question().length <= data.length - DnsQuestion.HEADER_BYTES,
                    "the question is part of the message");
        }
        String name =
                DomainNames.of(new String(data, StandardCharsets.ISO_8859_1)).orElse("");
        DnsQuestion question = new DnsQuestion(data.length, name);
        byte[] said = question.encode();
        said[2] |= (byte) 0x80;
        DnsQuestion.Answer same = Check.bounded(DnsQuestion.decode(said), said.length);
        Check.that(same != null && question.isAnsweredBy(same), "what is asked can be answered");
    }

    private static void routes(List<LearnedNetwork.Route> routes) {
        Check.that(routes.size() <= LearnedNetwork.MAX_ROUTES, "so many routes");
        routes.forEach(route -> masked(route.network(), route.prefixLength()));
        Check.that(routes.stream().allMatch(route -> route.prefixLength() > 0), "no default route");
    }

    private static void masked(InetAddress network, int length) {
        byte[] address = network.getAddress();
        Check.same(InnerAddress.masked(address, length), address, "nothing behind the prefix");
    }

    private static void names(List<LearnedNetwork.Domain> domains) {
        domains.forEach(domain -> name(domain.name()));
    }

    private static void name(String name) {
        Check.that(
                !name.isEmpty() && name.length() <= 253 && name.chars().allMatch(LearningFuzz::isOfHostNames),
                "a host name");
    }

    private static boolean isOfHostNames(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }

    /// Whatever is said, at any time.
    @FuzzTest
    void learning(byte[] data) {
        Input input = new Input(data);
        Driver driver = new Driver();
        for (int i = 0; i < 200 && input.more(); i++) {
            switch (input.below(10)) {
                case 0 -> driver.on(new LearningEvent.Opened(OWN, null, List.of(NAMES)));
                case 1 -> driver.on(new LearningEvent.Opened(null, 7L, List.of()));
                case 2 -> driver.start(LearningRequest.Names.values()[input.below(3)]);
                case 3 -> driver.hear(input.counted());
                case 4 -> driver.hear(driver.acknowledged(input.counted()));
                case 5 -> driver.hear(InnerPacket.icmpv6(ROUTER, ALL_NODES, advertised(input)));
                case 6 -> driver.advance(input.u16() * 1_000_000L);
                case 7 -> driver.answerNames(input.u8());
                case 8 -> driver.hear(InnerPacket.udp(NAMES, 53, OWN, driver.namesPort(), input.counted()));
                default -> driver.advance(input.u16() * 1_000_000_000L);
            }
        }
        driver.check();
    }

    private static byte[] advertised(Input input) {
        int lifetime = input.u16();
        byte[] options = input.counted();
        ByteBuffer message = ByteBuffer.allocate(16 + options.length);
        message.put((byte) 134)
                .position(6)
                .putShort((short) lifetime)
                .position(16)
                .put(options);
        return message.array();
    }

    private static final class Driver {
        private final NetworkLearning machine = new NetworkLearning(new Random(1));
        private final Set<Class<?>> once = new HashSet<>();
        private long now = 1_000;
        private long wake = Step.NEVER;
        private boolean started;
        private int sent;
        private int transaction;
        private byte @Nullable [] nameQuestion;
        private LearnedNetwork told = LearnedNetwork.NONE;

        void start(LearningRequest.Names names) {
            if (!started) {
                started = true;
                on(new LearningEvent.Start(new LearningRequest(false, names, ""), 500_000_000L, 0));
            }
        }

        int namesPort() {
            return machine.namesPort();
        }

        /// The last question to a name server is answered.
        void answerNames(int code) {
            byte[] question = nameQuestion;
            if (question != null
                    && InnerPacket.decodeUdp(question) instanceof Decoded.Ok<InnerPacket.Datagram>(var asked, int _)) {
                byte[] message = asked.data().clone();
                message[2] |= (byte) 0x80;
                message[3] = (byte) code;
                hear(InnerPacket.udp(asked.destination(), 53, asked.source(), asked.sourcePort(), message));
            }
        }

        void hear(byte[] packet) {
            on(new LearningEvent.Packet(packet));
        }

        byte[] acknowledged(byte[] options) {
            ByteBuffer message = ByteBuffer.allocate(243 + options.length);
            message.put((byte) 2).position(4).putInt(transaction).position(236).putInt(0x6382_5363);
            message.put(new byte[] {53, 1, 5}).put(options);
            return InnerPacket.udp(SERVER, 67, OWN, 68, message.array());
        }

        void advance(long nanos) {
            long end = now + nanos;
            while (wake <= end) {
                now = wake;
                on(new LearningEvent.Tick());
            }
            now = end;
        }

        void on(LearningEvent event) {
            Step<LearningAction> step = machine.on(event, now);
            wake = step.wakeNanos();
            Check.that(wake > now, "woken in the future");
            boolean changed = false;
            for (LearningAction action : step.actions()) {
                switch (action) {
                    case LearningAction.Send(byte[] packet) -> {
                        Check.that(started, "nothing is said before the start");
                        if (Check.bounded(InnerPacket.decodeUdp(packet), packet.length)
                                        instanceof InnerPacket.Datagram d
                                && d.destinationPort() == NameInquiry.SERVER_PORT) {
                            nameQuestion = packet;
                            continue;
                        }
                        sent++;
                        if (packet[0] >> 4 == 4) {
                            Check.that(
                                    Check.bounded(InnerPacket.decodeUdp(packet), packet.length) != null,
                                    "what is sent is well-formed");
                            transaction = ByteBuffer.wrap(packet).getInt(32);
                        } else {
                            Check.that(
                                    Check.bounded(InnerPacket.decodeIcmpv6(packet), packet.length) != null,
                                    "what is sent is well-formed");
                        }
                    }
                    case LearningAction.Changed() -> changed = true;
                    case LearningAction.Settled() -> Check.that(once.add(action.getClass()), "settled once");
                }
            }
            Check.that(changed == !machine.known().equals(told), "a change is told, and nothing else is");
            told = machine.known();
            Check.that(sent <= QUESTIONS, "a few questions");
        }

        void check() {
            // required name servers have 2.8 s at most, and a new one may have been told at the end of the first
            advance(6_000_000_000L);
            Check.that(!started || once.contains(LearningAction.Settled.class), "settled in time");
            Check.that(told.routes().size() <= 2 * LearnedNetwork.MAX_ROUTES, "so many routes");
            Check.that(told.addresses().size() <= 8, "so many addresses");
            Check.that(told.dns().size() <= 16, "so many name servers");
            Check.that(told.names().size() <= 8, "so many name servers are asked");
            Check.that(told.domains().size() <= 2 * DomainNames.MAX_NAMES + 1, "so many domains");
            told.routes().forEach(route -> masked(route.network(), route.prefixLength()));
            names(told.domains());
        }
    }
}
