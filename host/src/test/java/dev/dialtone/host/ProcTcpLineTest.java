package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTcpLineTest {
    private static final String REST =
            " 00000000:00000000 02:000A7B3C 00000000     0        0 4711 2 0000000000000000 20";

    /// An address as this machine shows it, from the text of a little-endian one.
    private static String words(String littleEndian) {
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            return littleEndian;
        }
        StringBuilder swapped = new StringBuilder();
        for (int word = 0; word < littleEndian.length(); word += 8) {
            for (int at = 6; at >= 0; at -= 2) {
                swapped.append(littleEndian, word + at, word + at + 2);
            }
        }
        return swapped.toString();
    }

    private static ProcTcpLine decoded(String line) {
        assertThat(ProcTcpLine.decode(line)).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok<ProcTcpLine>) ProcTcpLine.decode(line)).value();
    }

    private static InetSocketAddress end(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @Test
    void decodesAnEstablishedSocket() {
        ProcTcpLine line = decoded("  12: " + words("0A0200C0") + ":0016 " + words("096433C6") + ":D431 01" + REST);
        assertThat(line)
                .isEqualTo(new ProcTcpLine(
                        end("192.0.2.10", 22), end("198.51.100.9", 54321), ProcTcpLine.ESTABLISHED, 4711));
    }

    @Test
    void decodesOneThatListens() {
        ProcTcpLine line = decoded("   0: 00000000:0016 00000000:0000 0A" + REST);
        assertThat(line.state()).isEqualTo(ProcTcpLine.LISTEN);
        assertThat(line.local()).isEqualTo(end("0.0.0.0", 22));
    }

    @Test
    void decodesIpv6AndWhatIsIpv4InIt() {
        ProcTcpLine line = decoded("   1: " + words("B80D0120000000000000000001000000") + ":0016 "
                + words("0000000000000000FFFF0000096433C6") + ":0400 01" + REST);
        assertThat(line.local()).isEqualTo(end("2001:db8::1", 22));
        assertThat(line.remote()).isEqualTo(end("198.51.100.9", 1024));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 00000000:0016",
                "   0: 0000000:0016 00000000:0000 0A 0:0 0:0 0     0        0 1 2",
                "   0: 00000000:00016 00000000:0000 0A 0:0 0:0 0     0        0 1 2",
                "   0: 0000000g:0016 00000000:0000 0A 0:0 0:0 0     0        0 1 2",
                "   0: 00000000:0016 00000000:0000 0A 0:0 0:0 0     0        0 9999999999999999999 2",
                "   0: 00000000:0016 00000000:0000 0A 0:0 0:0 0     0        0 -1 2",
                "99999999999: 00000000:0016 00000000:0000 0A 0:0 0:0 0     0        0 1 2"
            })
    void rejectsWhatIsNoSocketsLine(String line) {
        assertThat(ProcTcpLine.decode(line)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void rejectsALongLine() {
        String line = "   0: 00000000:0016 00000000:0000 0A" + REST;
        String padded = line + " ".repeat(ProcTcpLine.MAX_CHARACTERS - line.length());
        assertThat(ProcTcpLine.decode(padded)).isInstanceOf(Decoded.Ok.class);
        assertThat(ProcTcpLine.decode(padded + " ")).isInstanceOf(Decoded.Malformed.class);
    }
}
