package dev.dialtone.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Says one line to whoever connects, on every address of where it runs. Prints `ready` and goes on until it is
/// killed.
final class BannerProgram {
    static final int PORT = 7_070;

    private BannerProgram() {}

    /// @param arguments the line
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket listening = new ServerSocket()) {
            listening.bind(new InetSocketAddress("::", PORT));
            System.out.println("ready");
            while (true) {
                try (Socket socket = listening.accept()) {
                    socket.getOutputStream().write((arguments[0] + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    System.err.println("somebody was not told: " + e);
                }
            }
        }
    }
}
