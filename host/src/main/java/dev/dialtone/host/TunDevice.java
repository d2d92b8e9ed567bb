package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A TUN interface (Linux Documentation/networking/tuntap). To the kernel each packet has a virtio header, which is
/// kept from the owner until it asks for the offloads. Not persistent: it goes with its descriptor, however the
/// process
/// ends.
///
/// Reader and writer have a lock each, taken by [#close] before the descriptor is given back, so that no call can
/// hit a descriptor that another part of the process has since opened.
final class TunDevice implements PacketDevice {
    private static final String PATH = "/dev/net/tun";
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final int IFF_TUN = 0x0001;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int TUN_F_CSUM = 0x01;
    private static final int TUN_F_TSO4 = 0x02;
    private static final int TUN_F_TSO6 = 0x04;
    private static final int TUN_F_USO4 = 0x20;
    private static final int TUN_F_USO6 = 0x40;
    /// With `none`, packets stay as they are on the link: to see whether an offload is to blame for something.
    private static final String OFFLOAD_PROPERTY = "dialtone.tun.offload";

    private static final int TCP_OFFLOADS = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6;
    private static final int IFF_NO_PI = 0x1000;
    private static final String PROBE_NAME = "dialtone-probe";
    private static final int IFF_TUN_EXCL = 0x8000;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS_OFFSET = 16;
    private static final int MAX_PACKET = 65_535;
    private static final int MAX_READ = VIRTIO_HEADER_BYTES + MAX_PACKET;

    private final String name;
    private final int fd;
    private final int wakeFd;
    private final Consumer<PacketDevice> onClosed;

    private final Arena arena = Arena.ofShared();
    private final ReentrantLock reader = new ReentrantLock();
    private final ReentrantLock writer = new ReentrantLock();
    private final MemorySegment readState = Libc.newState(arena);
    private final MemorySegment writeState = Libc.newState(arena);
    private final MemorySegment one = arena.allocate(JAVA_LONG);
    private final PollSet readable;
    // while there are no offloads: packets without their header; made when the first comes
    private byte[] read = new byte[0];
    private byte[] written = new byte[0];
    private volatile boolean offloads;

    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    private TunDevice(String name, int fd, int wakeFd, Consumer<PacketDevice> onClosed) {
        this.name = name;
        this.fd = fd;
        this.wakeFd = wakeFd;
        this.onClosed = onClosed;
        readable = new PollSet(arena, readState, fd, wakeFd);
    }

    /// Creates the interface.
    ///
    /// @param onClosed run once, by [#close]
    static TunDevice open(String name, Consumer<PacketDevice> onClosed) {
        if (!InterfaceName.valid(name)) {
            throw HostErrors.of(
                    HostErrors.INVALID_PARAMETER,
                    "\"" + name + "\" cannot name an interface",
                    "Use up to 15 letters, digits, dots, dashes and underscores.");
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment state = Libc.newState(scratch);
            int fd = Libc.open(state, scratch.allocateFrom(PATH), O_RDWR | O_NONBLOCK | O_CLOEXEC);
            if (fd < 0) {
                throw HostErrors.refused(
                        HostErrors.PORT_NOT_AVAILABLE,
                        "cannot open " + PATH,
                        -fd,
                        "Load the tun module (modprobe tun), or let the container have /dev/net/tun.");
            }
            int set = Libc.ioctl(state, fd, TUNSETIFF, interfaceRequest(scratch, name));
            int wakeFd = set < 0 ? set : Libc.eventfd(state, 0, O_NONBLOCK | O_CLOEXEC);
            if (wakeFd < 0) {
                Libc.close(state, fd);
                throw notCreated(name, -wakeFd);
            }
            return new TunDevice(name, fd, wakeFd, onClosed);
        }
    }

    /// What the TUN driver would let this process do.
    sealed interface Probe {
        record Ready() implements Probe {}

        /// It cannot be opened.
        record Closed(int errno) implements Probe {}

        /// It can be opened, but would make no interface.
        record Forbidden(int errno) implements Probe {}
    }

    /// Looks without making an interface: asked for one that is neither TUN nor TAP, the kernel first looks whether
    /// it would be allowed (EPERM), and then finds that it makes no sense (EINVAL).
    static Probe probe() {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment state = Libc.newState(scratch);
            int fd = Libc.open(state, scratch.allocateFrom(PATH), O_RDWR | O_CLOEXEC);
            if (fd < 0) {
                return new Probe.Closed(-fd);
            }
            MemorySegment request = interfaceRequest(scratch, PROBE_NAME);
            request.set(JAVA_SHORT, IFREQ_FLAGS_OFFSET, (short) IFF_NO_PI);
            int said = Libc.ioctl(state, fd, TUNSETIFF, request);
            Libc.close(state, fd);
            return said >= 0 || said == -Errno.EINVAL ? new Probe.Ready() : new Probe.Forbidden(-said);
        }
    }

    private static MemorySegment interfaceRequest(Arena arena, String name) {
        MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
        MemorySegment.copy(name.getBytes(StandardCharsets.US_ASCII), 0, request, JAVA_BYTE, 0, name.length());
        request.set(JAVA_SHORT, IFREQ_FLAGS_OFFSET, (short) (IFF_TUN | IFF_NO_PI | IFF_TUN_EXCL | IFF_VNET_HDR));
        return request;
    }

    private static HostException notCreated(String name, int errno) {
        boolean taken = errno == Errno.EBUSY || errno == Errno.EEXIST;
        return HostErrors.refused(
                taken ? HostErrors.PORT_ALREADY_OPEN : HostErrors.PORT_NOT_AVAILABLE,
                "cannot create interface " + name + " with " + PATH,
                errno,
                taken ? "An interface of that name exists; choose another name." : "See the kernel's log.");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean offload() {
        if ("none".equals(System.getProperty(OFFLOAD_PROPERTY))) {
            return false;
        }
        reader.lock();
        writer.lock();
        try {
            // kernels before 6.2 know no segmentation of UDP
            offloads = !closed && (granted(TCP_OFFLOADS | TUN_F_USO4 | TUN_F_USO6) || granted(TCP_OFFLOADS));
            return offloads;
        } finally {
            writer.unlock();
            reader.unlock();
        }
    }

    private boolean granted(int flags) {
        return Libc.ioctl(writeState, fd, TUNSETOFFLOAD, MemorySegment.ofAddress(flags)) >= 0;
    }

    @Override
    public int read(byte[] buffer) {
        return read(buffer, true);
    }

    @Override
    public int readNow(byte[] buffer) {
        return read(buffer, false);
    }

    @Override
    public boolean await(int timeoutMillis) {
        reader.lock();
        try {
            return !closed && readable.await(timeoutMillis) > 0 && !closed;
        } finally {
            reader.unlock();
        }
    }

    @Override
    public boolean onReadable(Runnable ready) {
        reader.lock();
        try {
            return !closed && IdleDevices.shared().add(fd, ready);
        } finally {
            reader.unlock();
        }
    }

    private int read(byte[] buffer, boolean wait) {
        reader.lock();
        try {
            while (!closed) {
                int got = offloads ? readInto(buffer) : readBare(buffer);
                if (got > 0) {
                    return got;
                } else if (got == -Errno.EAGAIN) {
                    if (!wait) {
                        return 0;
                    }
                    readable.await(-1);
                } else if (got != 0 && got != -Errno.EINTR) {
                    return -1; // the interface was deleted under us (EBADFD): as good as closed
                }
            }
            return -1;
        } finally {
            reader.unlock();
        }
    }

    private int readInto(byte[] buffer) {
        return (int) Libc.readNow(readState, fd, MemorySegment.ofArray(buffer), buffer.length);
    }

    /// @return 0 for a packet that does not fit, which is dropped
    private int readBare(byte[] buffer) {
        if (read.length == 0) {
            read = new byte[MAX_READ];
        }
        int got = readInto(read);
        if (got < 0) {
            return got;
        }
        int length = got - VIRTIO_HEADER_BYTES;
        if (length <= 0 || length > buffer.length) {
            dropped.incrementAndGet();
            return 0;
        }
        System.arraycopy(read, VIRTIO_HEADER_BYTES, buffer, 0, length);
        return length;
    }

    /// Never blocks: what the kernel does not take now (queue full, interface down, not IP) is dropped and counted.
    @Override
    public void packet(byte[] buffer, int offset, int length) {
        writer.lock();
        try {
            if (closed || length <= 0 || length > MAX_READ || !write(buffer, offset, length)) {
                dropped.incrementAndGet();
            }
        } finally {
            writer.unlock();
        }
    }

    private boolean write(byte[] buffer, int offset, int length) {
        if (offloads) {
            MemorySegment packet = MemorySegment.ofArray(buffer).asSlice(offset, length);
            return Libc.writeNow(writeState, fd, packet, length) == length;
        }
        if (written.length == 0) {
            written = new byte[MAX_READ];
        }
        int whole = VIRTIO_HEADER_BYTES + length;
        if (whole > written.length) {
            return false;
        }
        System.arraycopy(buffer, offset, written, VIRTIO_HEADER_BYTES, length);
        return Libc.writeNow(writeState, fd, MemorySegment.ofArray(written), whole) == whole;
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        writer.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            wakeReader();
            reader.lock(); // the reader leaves poll at once
            try {
                IdleDevices.shared().remove(fd);
                Libc.close(writeState, fd);
                Libc.close(writeState, wakeFd);
            } finally {
                reader.unlock();
            }
        } finally {
            writer.unlock();
        }
        arena.close();
        onClosed.accept(this);
    }

    private void wakeReader() {
        one.set(JAVA_LONG, 0, 1L);
        Libc.write(writeState, wakeFd, one, Long.BYTES);
    }
}
