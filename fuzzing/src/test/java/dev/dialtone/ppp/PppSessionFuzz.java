package dev.dialtone.ppp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.fuzz.Input;
import java.util.List;

/// A dialling session against a peer that says anything at any time.
class PppSessionFuzz {
    private static final int[] PROTOCOLS = {0xC021, 0xC021, 0xC023, 0xC223, 0x8021, 0x8057, 0x0021, 0x80FD};
    private static final int MAX_EVENTS = 400;

    @FuzzTest
    void session(byte[] data) {
        Input input = new Input(data);
        SessionDriver driver =
                new SessionDriver(SessionDriver.config(input), input.u8(), input.says(SessionDriver.PASSWORD));
        if (input.flag()) {
            driver.on(new PppEvent.RoundTrip(input.u8() * 5_000_000L));
        }
        driver.on(new PppEvent.LowerUp());
        for (int i = 0; i < MAX_EVENTS && input.more(); i++) {
            event(driver, input);
        }
        driver.settle();
    }

    private static void event(SessionDriver driver, Input input) {
        switch (input.below(12)) {
            case 0 -> driver.pass(input.u8() * 40_000_000L);
            case 1 -> driver.open();
            case 2 -> acknowledge(driver, 0xC021);
            case 3 -> acknowledge(driver, 0x8021);
            case 4 -> acknowledge(driver, 0x8057);
            case 5 -> driver.on(new PppEvent.Frame(input.counted()));
            case 6 -> driver.on(new PppEvent.Heard(driver.now));
            case 7 -> {
                driver.on(new PppEvent.DataSent());
                driver.pass(4_000_000L);
            }
            case 8 -> answer(driver, input);
            case 9 -> end(driver, input);
            default -> packet(driver, input);
        }
    }

    private static void end(SessionDriver driver, Input input) {
        switch (input.below(4)) {
            case 0 -> driver.on(new PppEvent.Close());
            case 1 -> driver.on(new PppEvent.LowerDown());
            default -> driver.pass(input.below(40) * 1_000_000_000L);
        }
    }

    /// A packet with a good header.
    private static void packet(SessionDriver driver, Input input) {
        int protocol = PROTOCOLS[input.below(PROTOCOLS.length)];
        int code = input.below(14);
        int identifier = input.u8();
        byte[] body = input.counted();
        byte[] packet = new byte[4 + body.length];
        packet[0] = (byte) code;
        packet[1] = (byte) identifier;
        packet[2] = (byte) (packet.length >>> 8);
        packet[3] = (byte) packet.length;
        System.arraycopy(body, 0, packet, 4, body.length);
        driver.on(new PppEvent.Frame(new PppFrame(protocol, packet).encode()));
    }

    /// Acknowledges the last request of that protocol.
    private static void acknowledge(SessionDriver driver, int protocol) {
        byte[] request = last(driver, protocol, 1);
        if (request != null) {
            request[4] = 2;
            driver.on(new PppEvent.Frame(request));
        }
    }

    /// Answers whatever was sent last with that code and the same identifier.
    private static void answer(SessionDriver driver, Input input) {
        byte[] last = driver.sent.peekLast();
        if (last != null && last.length >= 8) {
            byte[] answer = last.clone();
            answer[4] = (byte) input.below(14);
            for (int at : List.of(7 + input.below(32), 7 + input.below(32))) {
                if (at < answer.length) {
                    answer[at] = (byte) input.u8();
                }
            }
            driver.on(new PppEvent.Frame(answer));
        }
    }

    private static byte[] last(SessionDriver driver, int protocol, int code) {
        byte[] found = null;
        for (byte[] frame : driver.sent) {
            if (((frame[2] & 0xFF) << 8 | frame[3] & 0xFF) == protocol && frame.length > 4 && frame[4] == code) {
                found = frame;
            }
        }
        return found == null ? null : found.clone();
    }
}
