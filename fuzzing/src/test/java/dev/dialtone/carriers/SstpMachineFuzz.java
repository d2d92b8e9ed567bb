package dev.dialtone.carriers;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.core.Step;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;

/// The two machines of SSTP against a peer that says anything at any time.
class SstpMachineFuzz {
    private static final int MAX_ACTIONS = 6;

    @FuzzTest
    void client(byte[] data) {
        Input input = new Input(data);
        SstpClient client = new SstpClient("vpn.example.test", new Random(1));
        new Driver(client::on, input, List.of(SstpHttp.answer(200, "OK"), SstpHttp.answer(404, "No"))).run();
    }

    @FuzzTest
    void server(byte[] data) {
        Input input = new Input(data);
        SstpServer server = new SstpServer(1 + input.below(3), new Random(2));
        new Driver(
                        server::on,
                        input,
                        List.of(
                                SstpHttp.request("vpn.example.test", new Random(3)),
                                "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .run();
    }

    /// A lawful driver that checks every answer.
    private static final class Driver {
        private final BiFunction<SstpEvent, Long, Step<SstpAction>> machine;
        private final Input input;
        private final List<byte[]> heads;
        private final Set<Class<?>> said = new HashSet<>();
        private byte[] lastSent = new byte[0];
        private long now = 1_000;
        private long wake = Step.NEVER;
        private boolean authenticated;

        Driver(BiFunction<SstpEvent, Long, Step<SstpAction>> machine, Input input, List<byte[]> heads) {
            this.machine = machine;
            this.input = input;
            this.heads = heads;
        }

        void run() {
            on(new SstpEvent.TransportUp());
            Check.that(wake != Step.NEVER, "who waits has a deadline");
            boolean headGiven = false;
            for (int i = 0; i < 300 && input.more() && !closed(); i++) {
                int choice = input.below(12);
                if (choice == 0 && !headGiven) {
                    headGiven = true;
                    int which = input.below(3);
                    on(new SstpEvent.Head(which < 2 ? heads.get(which) : input.counted()));
                } else {
                    event(choice);
                }
            }
            settle();
        }

        private void event(int choice) {
            switch (choice) {
                case 1 -> pass(input.u8() * 500_000_000L);
                case 2 -> on(new SstpEvent.Control(input.counted()));
                case 3 -> on(new SstpEvent.Heard(now - input.u8() * 1_000_000L));
                case 4 -> authenticate();
                case 5 -> on(new SstpEvent.Projected());
                case 6 -> {
                    if (input.below(8) == 0) {
                        on(new SstpEvent.Disconnect());
                    }
                }
                case 7 -> {
                    if (input.below(8) == 0) {
                        on(new SstpEvent.Malformed("fuzz"));
                    }
                }
                case 8 ->
                    on(new SstpEvent.Control(SstpPacket.encode(new SstpPacket.CallConnectAck(
                            input.below(5), Arrays.copyOf(input.bytes(4), SstpPacket.NONCE_BYTES)))));
                case 9 ->
                    on(new SstpEvent.Control(SstpPacket.encode(new SstpPacket.CallConnectRequest(input.below(3)))));
                default -> on(new SstpEvent.Control(message(1 + input.below(10), input.counted())));
            }
        }

        /// A control packet with a good header.
        private static byte[] message(int type, byte[] attributes) {
            byte[] packet = new byte[8 + attributes.length];
            packet[0] = SstpPacket.VERSION;
            packet[1] = 1;
            packet[2] = (byte) (packet.length >>> 8);
            packet[3] = (byte) packet.length;
            packet[5] = (byte) type;
            packet[7] = (byte) (attributes.length == 0 ? 0 : 1);
            System.arraycopy(attributes, 0, packet, 8, attributes.length);
            return packet;
        }

        private void authenticate() {
            if (said.contains(SstpAction.Connected.class) && !authenticated) {
                authenticated = true;
                byte[] hlak = new byte[32];
                Arrays.fill(hlak, (byte) 0x5A);
                on(new SstpEvent.Authenticated(hlak, new byte[] {0x30, 0}));
                Check.same(hlak, new byte[32], "the key is wiped by its receiver");
            }
        }

        private void on(SstpEvent event) {
            Step<SstpAction> step = machine.apply(event, now);
            wake = step.wakeNanos();
            Check.that(step.actions().size() <= MAX_ACTIONS, "one event has few actions");
            for (SstpAction action : step.actions()) {
                Check.that(!closed(), "nothing after the farewell: " + action);
                boolean first = said.add(action.getClass());
                Check.that(first || action instanceof SstpAction.Send, "said once: " + action);
                if (action instanceof SstpAction.Send(byte[] bytes)) {
                    lastSent = bytes;
                }
            }
        }

        private boolean closed() {
            return said.contains(SstpAction.CloseTransport.class);
        }

        private void pass(long nanos) {
            long until = now + nanos;
            for (int ticks = 0; wake <= until && !closed(); ticks++) {
                Check.that(ticks < 64, "a deadline that has passed comes again and again");
                now = Math.max(now, wake);
                on(new SstpEvent.Tick());
            }
            now = Math.max(now, until);
        }

        /// A silent peer is given up, whatever was before.
        private void settle() {
            for (int i = 0; i < 10 && !closed(); i++) {
                Check.that(wake != Step.NEVER, "who waits has a deadline; last sent " + lastSent.length);
                pass(60_000_000_000L);
            }
            Check.that(closed(), "a silent peer is given up within minutes");
            Check.that(wake == Step.NEVER, "after the end nothing is waited for");
        }
    }
}
