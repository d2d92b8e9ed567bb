package dev.dialtone.interop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

/// Sends random bytes through a tunnel and has them compared by their hash, both ways. As `serve` it prints
/// `ready` and
/// answers until it is killed; as `fetch HOST SIZE…` it prints `same N` for each size that arrived whole both
/// ways, `datagrams N` (not as `fetch-tcp`), and ends with 0; a difference ends it with a complaint.
final class TransferProgram {
    private static final int PORT = 7_777;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int HASH_BYTES = 32;
    private static final int OUTSTANDING = 16;

    private TransferProgram() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            serve();
        } else {
            for (String size : Arrays.asList(arguments).subList(2, arguments.length)) {
                fetch(arguments[1], Integer.parseInt(size));
                System.out.println("same " + size);
            }
            if (arguments[0].equals("fetch")) {
                System.out.println("datagrams " + datagrams(arguments[1]));
            }
        }
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] hash(byte[] bytes) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    // ---- one side ----

    private static void serve() throws IOException {
        DatagramSocket echo = new DatagramSocket(new InetSocketAddress("::", PORT));
        Thread.ofPlatform().daemon().start(() -> echo(echo));
        try (ServerSocket listening = new ServerSocket()) {
            listening.bind(new InetSocketAddress("::", PORT));
            System.out.println("ready");
            while (true) {
                Socket socket = listening.accept();
                Thread.ofPlatform().daemon().start(() -> answer(socket));
            }
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] got = in.readNBytes(in.readInt());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(hash(got));
            byte[] own = random(got.length, got.length);
            out.write(hash(own));
            writeInPieces(out, own);
        } catch (IOException | NoSuchAlgorithmException e) {
            System.err.println("the answer failed: " + e);
        }
    }

    private static void echo(DatagramSocket socket) {
        try (socket) {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            while (true) {
                packet.setLength(65_536);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            System.err.println("the echo failed: " + e);
        }
    }

    // ---- the other ----

    private static void fetch(String host, int size) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, PORT), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] sent = random(~size, size);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(size);
            writeInPieces(out, sent);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (!Arrays.equals(in.readNBytes(HASH_BYTES), hash(sent))) {
                throw new IOException("what was sent arrived changed, " + size + " bytes");
            }
            byte[] expected = in.readNBytes(HASH_BYTES);
            byte[] got = new byte[size];
            Random pieces = new Random(size);
            for (int at = 0; at < size; ) {
                int n = in.read(got, at, Math.min(size - at, 1 + pieces.nextInt(size < 10_000 ? 700 : 200_000)));
                if (n < 0) {
                    throw new IOException("only " + at + " of " + size + " bytes came back");
                }
                at += n;
            }
            if (!Arrays.equals(hash(got), expected)) {
                throw new IOException("what came back is changed, " + size + " bytes");
            }
        }
    }

    private static void writeInPieces(OutputStream out, byte[] bytes) throws IOException {
        Random pieces = new Random(bytes.length);
        for (int at = 0; at < bytes.length; ) {
            int n = Math.min(bytes.length - at, 1 + pieces.nextInt(bytes.length < 10_000 ? 700 : 200_000));
            out.write(bytes, at, n);
            at += n;
        }
    }

    /// Datagrams of every size up to what a fragmented one may be, some at a time; each comes back as it was.
    private static int datagrams(String host) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(host, PORT));
            socket.setSoTimeout(PATIENCE_MILLIS);
            int count = 0;
            for (int first = 1; first <= 3_000; first += OUTSTANDING) {
                for (int size = first; size < first + OUTSTANDING; size++) {
                    byte[] bytes = random(size, size);
                    socket.send(new DatagramPacket(bytes, size));
                }
                for (int i = 0; i < OUTSTANDING; i++) {
                    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
                    socket.receive(packet);
                    byte[] got = Arrays.copyOf(packet.getData(), packet.getLength());
                    if (!Arrays.equals(got, random(got.length, got.length))) {
                        throw new IOException("a datagram of " + got.length + " bytes came back changed");
                    }
                    count++;
                }
            }
            return count;
        }
    }
}
