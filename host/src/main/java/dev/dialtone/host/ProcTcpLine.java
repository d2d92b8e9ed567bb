package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One TCP socket as /proc/net/tcp and /proc/net/tcp6 tell it.
///
/// @param local  own end; an IPv4 address within an IPv6 one is an IPv4 address here
/// @param remote the peer's end; all zero of a socket that listens
/// @param state  the kernel's number, [#ESTABLISHED], [#LISTEN], …
/// @param inode  by which /proc/PID/fd names the socket
// SPEC [proc(5)] /proc/net/tcp; Linux Documentation/networking/proc_net_tcp.rst
record ProcTcpLine(InetSocketAddress local, InetSocketAddress remote, int state, long inode) {
    static final int ESTABLISHED = 1;
    static final int LISTEN = 10;

    /// Longest line that is read, in characters; the kernel's have some 150 and 200.
    static final int MAX_CHARACTERS = 512;

    private static final Pattern LINE = Pattern.compile("\\s*\\d{1,10}: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})"
            + " ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2})"
            + "(?: \\S{1,32}){3} +\\d{1,10} +\\d{1,10} (\\d{1,18})(?: .*)?");

    /// Reads one line, without its end; a complaint's offset is always 0.
    static Decoded<ProcTcpLine> decode(String line) {
        if (line.length() > MAX_CHARACTERS) {
            return Decoded.malformed("a line of more than " + MAX_CHARACTERS + " characters", 0);
        }
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return Decoded.malformed("not a socket's line", 0);
        }
        return Decoded.ok(
                new ProcTcpLine(
                        end(found.group(1), found.group(2)),
                        end(found.group(3), found.group(4)),
                        Integer.parseInt(found.group(5), 16),
                        Long.parseLong(found.group(6))),
                line.length());
    }

    /// An address is in words of 32 bits, each shown as a number of this machine's byte order.
    private static InetSocketAddress end(String address, String port) {
        ByteBuffer bytes = ByteBuffer.allocate(address.length() / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < address.length(); at += 8) {
            bytes.putInt(Integer.parseUnsignedInt(address.substring(at, at + 8), 16));
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), Integer.parseInt(port, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are always an address", e);
        }
    }
}
