package dev.dialtone.host;

import java.util.Map;

/// Linux error numbers with their names and words (errno(3)); the same on every architecture Java runs on here.
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EPROTO = 71;
    static final int EPROTONOSUPPORT = 93;
    static final int EOPNOTSUPP = 95;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETUNREACH = 101;
    static final int ENOBUFS = 105;
    static final int ETIMEDOUT = 110;

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(EPERM, "EPERM (operation not permitted)"),
            Map.entry(ENOENT, "ENOENT (no such file)"),
            Map.entry(ESRCH, "ESRCH (no such object)"),
            Map.entry(EINTR, "EINTR (interrupted)"),
            Map.entry(EIO, "EIO (input/output error)"),
            Map.entry(ENXIO, "ENXIO (no such device or address)"),
            Map.entry(9, "EBADF (bad file descriptor)"),
            Map.entry(EAGAIN, "EAGAIN (try again)"),
            Map.entry(12, "ENOMEM (out of memory)"),
            Map.entry(EACCES, "EACCES (permission denied)"),
            Map.entry(14, "EFAULT (bad address)"),
            Map.entry(EBUSY, "EBUSY (device or resource busy)"),
            Map.entry(EEXIST, "EEXIST (exists already)"),
            Map.entry(ENODEV, "ENODEV (no such device)"),
            Map.entry(EINVAL, "EINVAL (invalid argument)"),
            Map.entry(23, "ENFILE (too many open files in the system)"),
            Map.entry(24, "EMFILE (too many open files)"),
            Map.entry(34, "ERANGE (out of range)"),
            Map.entry(EPROTO, "EPROTO (protocol error)"),
            Map.entry(77, "EBADFD (descriptor in a bad state)"),
            Map.entry(EPROTONOSUPPORT, "EPROTONOSUPPORT (protocol not supported)"),
            Map.entry(EOPNOTSUPP, "EOPNOTSUPP (operation not supported)"),
            Map.entry(EAFNOSUPPORT, "EAFNOSUPPORT (address family not supported)"),
            Map.entry(98, "EADDRINUSE (address in use)"),
            Map.entry(EADDRNOTAVAIL, "EADDRNOTAVAIL (address not available)"),
            Map.entry(100, "ENETDOWN (network is down)"),
            Map.entry(ENETUNREACH, "ENETUNREACH (network is unreachable)"),
            Map.entry(ENOBUFS, "ENOBUFS (no buffer space)"),
            Map.entry(ETIMEDOUT, "ETIMEDOUT (timed out)"),
            Map.entry(111, "ECONNREFUSED (connection refused)"),
            Map.entry(113, "EHOSTUNREACH (no route to host)"));

    private Errno() {}

    /// The number's name and words.
    static String words(int errno) {
        return WORDS.getOrDefault(errno, "errno " + errno);
    }
}
