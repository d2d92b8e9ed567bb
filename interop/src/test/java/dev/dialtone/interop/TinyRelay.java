package dev.dialtone.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/// Relays TCP connections both ways, a few bytes to each write, so that the reader gets them in pieces that end
/// anywhere. Takes the port to listen on and where to connect to; prints `ready`, and goes on until it is killed.
final class TinyRelay {
    private static final int MOST_BYTES = 97;

    private TinyRelay() {}

    public static void main(String[] arguments) throws IOException {
        InetSocketAddress to =
                new InetSocketAddress(InetAddress.ofLiteral(arguments[1]), Integer.parseInt(arguments[2]));
        try (ServerSocket listening = new ServerSocket()) {
            listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0])));
            System.out.println("ready");
            while (true) {
                Socket from = listening.accept();
                Socket there = new Socket(to.getAddress(), to.getPort());
                pass(from, there);
                pass(there, from);
            }
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        to.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> {
            try (from;
                    to) {
                byte[] buffer = new byte[16 * 1024];
                Random pieces = new Random(1);
                for (int got = from.getInputStream().read(buffer);
                        got >= 0;
                        got = from.getInputStream().read(buffer)) {
                    for (int at = 0; at < got; ) {
                        int n = Math.min(got - at, 1 + pieces.nextInt(MOST_BYTES));
                        to.getOutputStream().write(buffer, at, n);
                        at += n;
                    }
                }
            } catch (IOException e) {
                // the other way ended it
            }
        });
    }
}
