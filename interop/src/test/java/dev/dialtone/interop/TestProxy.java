package dev.dialtone.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP proxy that connects to one server whatever it is asked for, and keeps what it was asked.
final class TestProxy implements AutoCloseable {
    /// What it does once it has read a request.
    @FunctionalInterface
    interface Manners {
        /// @return whether it is to be a tunnel now
        boolean answer(Socket client, String request) throws IOException;
    }

    static final Manners OPEN = (client, _) -> {
        say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        return true;
    };

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final Manners manners;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /// Both on the loopback.
    ///
    /// @param port of the server behind it
    TestProxy(int port, Manners manners) {
        this(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                manners);
    }

    TestProxy(InetSocketAddress listen, InetSocketAddress server, Manners manners) {
        this.server = server;
        this.manners = manners;
        try {
            listening = new ServerSocket(listen.getPort(), 16, listen.getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    List<String> requests() {
        return requests;
    }

    static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            String request = head(client.getInputStream());
            requests.add(request);
            if (manners.answer(client, request)) {
                Socket there = new Socket(server.getAddress(), server.getPort());
                open.add(there);
                Thread back = Thread.ofVirtual().start(() -> copy(there, client));
                copy(client, there);
                back.join();
            }
        } catch (IOException e) {
            // what counts is what the dial comes to
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the other way ended it
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
