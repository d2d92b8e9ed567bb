package dev.dialtone.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A [TestProxy] as a process of its own: takes address and port to listen on, address and port of the server,
/// prints `ready`, and goes on until it is killed.
final class ProxyProgram {
    private ProxyProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (TestProxy _ = new TestProxy(
                endpoint(arguments[0], arguments[1]), endpoint(arguments[2], arguments[3]), TestProxy.OPEN)) {
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    private static InetSocketAddress endpoint(String address, String port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), Integer.parseInt(port));
    }
}
