package dev.dialtone.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// A name server that gives every name the same IPv4 address (RFC 1035 §4). Prints `ready` and goes on until it is
/// killed.
final class NamesProgram {
    private static final int DNS = 53;
    private static final int HEADER_BYTES = 12;
    private static final short ANSWER = (short) 0x8580;
    private static final short POINTER_TO_QUESTION = (short) 0xc00c;
    private static final short A = 1;
    private static final short IN = 1;

    private NamesProgram() {}

    /// @param arguments where to listen, and the address to tell
    public static void main(String[] arguments) throws IOException {
        byte[] told = InetAddress.ofLiteral(arguments[1]).getAddress();
        try (DatagramSocket socket = new DatagramSocket(DNS, InetAddress.ofLiteral(arguments[0]))) {
            System.out.println("ready");
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            while (true) {
                packet.setLength(512);
                socket.receive(packet);
                byte[] answer = answer(packet.getData(), packet.getLength(), told);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        }
    }

    /// Of a question without further records, or with an OPT that is left out.
    private static byte[] answer(byte[] question, int length, byte[] told) {
        int end = HEADER_BYTES;
        while (end < length && question[end] != 0) {
            end += question[end] + 1;
        }
        end += 5;
        boolean forA = question[end - 3] == A;
        ByteBuffer answer = ByteBuffer.allocate(end + (forA ? 16 : 0)).put(question, 0, end);
        answer.putShort(2, ANSWER).putShort(6, (short) (forA ? 1 : 0)).putInt(8, 0);
        if (forA) {
            answer.putShort(POINTER_TO_QUESTION).putShort(A).putShort(IN).putInt(60);
            answer.putShort((short) told.length).put(told);
        }
        return answer.array();
    }
}
