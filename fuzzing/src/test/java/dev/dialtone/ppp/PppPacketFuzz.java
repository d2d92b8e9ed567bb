package dev.dialtone.ppp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.core.Decoded;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The frames and packets of PPP, and one control protocol with events in any order.
class PppPacketFuzz {
    private static final int MAX_ANSWERS = 4;

    @FuzzTest
    void frame(byte[] data) {
        PppFrame frame = Check.bounded(PppFrame.decode(data), data.length);
        if (frame != null) {
            Check.that((frame.protocol() & 0x101) == 1, "a protocol number is odd, its first byte even");
            Check.that(frame.information().length < data.length, "the information is part of the frame");
            PppFrame again = Check.bounded(PppFrame.decode(frame.encode()), data.length + 4);
            Check.same(again.protocol(), frame.protocol(), "the protocol is kept");
            Check.same(again.information(), frame.information(), "the information is kept");
        }
    }

    @FuzzTest
    void controlPacket(byte[] data) {
        for (boolean lcp : new boolean[] {true, false}) {
            Decoded<ControlPacket> decoded = ControlPacketCodec.decode(data, lcp);
            if (Check.bounded(decoded, data.length) != null) {
                Decoded.Ok<ControlPacket> ok = (Decoded.Ok<ControlPacket>) decoded;
                Check.same(
                        ControlPacketCodec.encode(ok.value()),
                        Arrays.copyOf(data, ok.consumed()),
                        "a control packet is written as it was read");
            }
        }
    }

    /// The automaton with its counters: any event at any time.
    @FuzzTest
    void automaton(byte[] data) {
        Input input = new Input(data);
        Listening owner = new Listening();
        LcpPolicy policy = new LcpPolicy(1400, java.util.Set.of(), null, new java.util.Random(1));
        ControlProtocol lcp = new ControlProtocol(
                PppProtocol.LCP, policy, owner, new ControlProtocol.Termination(1 + input.below(3), 1_000_000_000L), 5);
        long now = input.u16();
        while (input.more()) {
            owner.sent.clear();
            now += input.u8() * 20_000_000L;
            switch (input.below(9)) {
                case 0 -> lcp.up(now);
                case 1 -> lcp.down(now);
                case 2 -> lcp.open(now);
                case 3 -> lcp.close(now);
                case 4 -> lcp.protocolRejected(now);
                case 5 -> {
                    now = lcp.deadline() == dev.dialtone.core.Step.NEVER ? now : Math.max(now, lcp.deadline());
                    lcp.tick(now);
                }
                case 6 -> owner.acknowledge(lcp, now);
                default -> {
                    ControlPacket packet = Check.bounded(ControlPacketCodec.decode(input.counted(), true), 255);
                    if (packet != null) {
                        lcp.receive(packet, now);
                    }
                }
            }
            Check.that(owner.sent.size() <= MAX_ANSWERS, "one event has few answers");
            boolean timed = switch (lcp.state()) {
                case INITIAL, STARTING, CLOSED, STOPPED, OPENED -> false;
                case CLOSING, STOPPING, REQ_SENT, ACK_RCVD, ACK_SENT -> true;
            };
            Check.same(lcp.deadline() != dev.dialtone.core.Step.NEVER, timed, "a deadline in " + lcp.state());
        }
        settles(lcp, now);
    }

    private static void settles(ControlProtocol lcp, long from) {
        long now = from;
        for (int i = 0; lcp.deadline() != dev.dialtone.core.Step.NEVER; i++) {
            Check.that(i < 64, "a silent peer is given up");
            now = Math.max(now, lcp.deadline());
            lcp.tick(now);
        }
        Check.that(now - from < 120_000_000_000L, "within two minutes");
    }

    private static final class Listening implements ControlProtocol.Owner {
        final List<ControlPacket> sent = new ArrayList<>();
        private ControlPacket.ConfigureRequest request;

        void acknowledge(ControlProtocol lcp, long now) {
            if (request != null) {
                lcp.receive(new ControlPacket.ConfigureAck(request.identifier(), request.options()), now);
            }
        }

        @Override
        public void send(ControlProtocol from, ControlPacket packet) {
            sent.add(packet);
            if (packet instanceof ControlPacket.ConfigureRequest asked) {
                request = asked;
            }
        }

        @Override
        public void up(ControlProtocol which) {
            Check.same(which.state(), Automaton.State.OPENED, "up means open");
        }

        @Override
        public void down(ControlProtocol which) {}

        @Override
        public void ended(ControlProtocol which, ControlProtocol.Ending ending, byte[] words) {}

        @Override
        public void finished(ControlProtocol which) {}

        @Override
        public int magic() {
            return 1;
        }
    }
}
