package dev.dialtone.ppp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Step;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.util.ArrayDeque;
import java.util.Deque;

/// An answerer against a client that says anything, and client against answerer over a link that the fuzzer spoils.
class PppAnswererFuzz {
    private static final int[] PROTOCOLS = {0xC021, 0xC021, 0xC023, 0xC223, 0x8021, 0x8057, 0x0021, 0x80FD};

    private static AuthMethod method(int choice) {
        return choice % 4 == 3 ? null : AuthMethod.values()[choice % 4];
    }

    @FuzzTest
    void answerer(byte[] data) {
        Input input = new Input(data);
        AnswererDriver driver =
                new AnswererDriver(method(input.u8()), input.u8(), input.u8(), input.says(SessionDriver.PASSWORD));
        driver.on(new PppEvent.LowerUp());
        for (int i = 0; i < 400 && input.more(); i++) {
            switch (input.below(8)) {
                case 0 -> driver.pass(input.u8() * 40_000_000L);
                case 1 -> acknowledge(driver);
                case 2 -> driver.on(new PppEvent.Frame(input.counted()));
                case 3 -> driver.on(new PppEvent.Heard(driver.now));
                case 4 -> driver.on(new PppEvent.Frame(signIn(input)));
                case 5 -> {
                    if (input.below(16) == 0) {
                        driver.on(new PppEvent.Close());
                    }
                }
                default -> driver.on(new PppEvent.Frame(packet(input)));
            }
        }
        driver.settle();
    }

    private static byte[] packet(Input input) {
        int protocol = PROTOCOLS[input.below(PROTOCOLS.length)];
        byte[] head = {(byte) input.below(14), (byte) input.u8(), 0, 0};
        byte[] body = input.counted();
        byte[] packet = java.util.Arrays.copyOf(head, 4 + body.length);
        packet[2] = (byte) (packet.length >>> 8);
        packet[3] = (byte) packet.length;
        System.arraycopy(body, 0, packet, 4, body.length);
        return new PppFrame(protocol, packet).encode();
    }

    /// A right PAP sign-in: what lies behind it is of interest too.
    private static byte[] signIn(Input input) {
        byte[] user = SessionDriver.USER.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] password = SessionDriver.PASSWORD.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new PppFrame(
                        PppProtocol.PAP,
                        new dev.dialtone.auth.PapPacket.AuthenticateRequest(input.u8(), user, password).encode())
                .encode();
    }

    private static void acknowledge(AnswererDriver driver) {
        byte[] found = null;
        for (byte[] frame : driver.sent) {
            found = frame.length > 4 && frame[4] == 1 && frame[2] != (byte) 0xC2 ? frame : found;
        }
        if (found != null) {
            byte[] answer = found.clone();
            answer[4] = 2;
            driver.on(new PppEvent.Frame(answer));
        }
    }

    private record Flight(byte[] frame, boolean toClient, long at) {}

    /// Each byte of the input is the fate of one frame: lost, doubled, late, damaged or well. Behind the input's end
    /// the
    /// link is good, so that the two must come to an end; unless frames were damaged, to a good one.
    @FuzzTest
    void bothEnds(byte[] data) {
        Input input = new Input(data);
        SessionDriver client = new SessionDriver(SessionDriver.config(input), 1, false);
        int choice = input.u8();
        AnswererDriver server = new AnswererDriver(method(choice), choice >> 2, 2, false);
        Link link = new Link(client, server, input);
        client.on(new PppEvent.LowerUp());
        server.on(new PppEvent.LowerUp());
        link.run(400_000_000_000L);
        Check.that(client.over() || client.is(PppAction.NetworkOpened.class), "two ends are stuck");
        boolean signedIn = client.auth != null && server.auth != null && client.auth.method() == AuthMethod.MSCHAPV2;
        if (signedIn && !link.damaged) {
            Check.same(client.auth.sendKey(), server.auth.receiveKey(), "both ends have the same key");
            Check.same(client.auth.receiveKey(), server.auth.sendKey(), "both ends have the same key");
        }
        client.on(new PppEvent.Close());
        link.run(5_000_000_000L);
        Check.that(client.is(PppAction.Terminated.class), "a close takes a second at most");
    }

    private static final class Link {
        private final SessionDriver client;
        private final AnswererDriver server;
        private final Input input;
        private final Deque<Flight> flights = new ArrayDeque<>();
        private long now = 1_000;
        private int frames;
        boolean damaged;

        Link(SessionDriver client, AnswererDriver server, Input input) {
            this.client = client;
            this.server = server;
            this.input = input;
        }

        void run(long nanos) {
            long until = now + nanos;
            collect();
            while (true) {
                long next = Math.min(client.wake, server.wake);
                Flight flight = flights.peek();
                next = flight == null ? next : Math.min(next, flight.at);
                if (next == Step.NEVER || next > until) {
                    now = until;
                    return;
                }
                now = Math.max(now, next);
                client.now = now;
                server.now = now;
                step(flight);
                // one opened gate may lead to the next at once, with nothing on the wire that would wake anybody
                client.openAll();
                collect();
            }
        }

        private void step(Flight flight) {
            if (flight != null && flight.at <= now) {
                flights.remove();
                if (flight.toClient) {
                    client.on(new PppEvent.Frame(flight.frame));
                } else {
                    server.on(new PppEvent.Frame(flight.frame));
                }
            } else if (client.wake <= now) {
                client.pass(0);
            } else {
                server.tick();
            }
        }

        private void collect() {
            while (!client.sent.isEmpty()) {
                fly(client.sent.remove(), false);
            }
            while (!server.sent.isEmpty()) {
                fly(server.sent.remove(), true);
            }
        }

        private void fly(byte[] frame, boolean toClient) {
            Check.that(++frames < 6000, "two ends talk without end");
            int fate = input.u8();
            Flight flight = new Flight(frame.clone(), toClient, now + 5_000_000L);
            switch (fate & 7) {
                case 1 -> {}
                case 2 -> {
                    flights.add(flight);
                    flights.add(new Flight(frame.clone(), toClient, flight.at));
                }
                case 3 -> flights.addFirst(flight);
                case 4 -> {
                    damaged = true;
                    flight.frame[input.below(flight.frame.length)] ^= (byte) (1 << (fate >> 3 & 7));
                    flights.add(flight);
                }
                case 5 -> flights.add(new Flight(frame.clone(), toClient, now + (fate >> 3) * 400_000_000L));
                default -> flights.add(flight);
            }
        }
    }
}
