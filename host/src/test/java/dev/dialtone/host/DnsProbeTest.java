package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import dev.dialtone.host.NameServerCheck.ServerAnswer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class DnsProbeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void question_isForTheServersOfTheRoot() {
        assertThat(new DnsProbe(0xABCD).question())
                .isEqualTo(HexFormat.of().parseHex("abcd01000001000000000000" + "00" + "0002" + "0001"));
    }

    @ParameterizedTest
    @CsvSource({
        "abcd81800001000d00000000, NOERROR",
        "abcd8182000100000000000000, SERVFAIL",
        "abcd8185000100000000000000, REFUSED",
        "abcd818f000100000000000000, code 15",
    })
    void decodesWhatAServerSays(String hex, String word) {
        assertThat(DnsProbe.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isInstanceOfSatisfying(Decoded.Ok.class, ok -> {
                    DnsProbe.Reply reply = (DnsProbe.Reply) ok.value();
                    assertThat(reply.id()).isEqualTo(0xABCD);
                    assertThat(reply.word()).isEqualTo(word);
                });
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "abcd818000010000000000, 11", "abcd01000001000000000000, 2"})
    void rejectsWhatIsNoAnswer(String hex, int offset) {
        assertThat(DnsProbe.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isInstanceOfSatisfying(
                        Decoded.Malformed.class, bad -> assertThat(bad.offset()).isEqualTo(offset));
    }

    /// A server that makes an answer of each question, or none.
    private static ServerAnswer asked(UnaryOperator<byte[]> server) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            Thread.ofVirtual().start(() -> serve(socket, server));
            return new DnsAsker(socket.getLocalPort()).apply(LOOPBACK);
        }
    }

    private static void serve(DatagramSocket socket, UnaryOperator<byte[]> server) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                byte[] answer = server.apply(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // the test is over
            return;
        }
    }

    private static byte[] answered(byte[] question) {
        byte[] answer = question.clone();
        answer[2] |= (byte) 0x80;
        return answer;
    }

    @Test
    void answer_isTold() throws Exception {
        ServerAnswer answer = asked(DnsProbeTest::answered);
        assertThat(answer.answered()).isTrue();
        assertThat(answer.words()).startsWith("answers (NOERROR, ");
    }

    @Test
    void answerToAnotherQuestion_isNone_andSilenceIsBounded() throws Exception {
        long begun = System.nanoTime();
        ServerAnswer answer = asked(question -> {
            byte[] other = answered(question);
            other[0]++;
            return other;
        });
        assertThat(answer).isEqualTo(new ServerAnswer(false, "does not answer within 2 s"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void closedPort_isNamed() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            port = socket.getLocalPort();
        }
        assertThat(new DnsAsker(port).apply(LOOPBACK).words()).contains("does not listen");
    }
}
