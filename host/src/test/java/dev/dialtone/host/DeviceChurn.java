package dev.dialtone.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Opens and closes devices with a reader on each, and counts what is left.
final class DeviceChurn {
    private static final int BATCH = 20_000;
    private static final int WARM_UP_BATCHES = 50;

    private DeviceChurn() {}

    static void run(LinuxHost host, int times) throws Exception {
        cycle(host);
        long before = descriptors();
        for (int i = 0; i < times; i++) {
            cycle(host);
        }
        System.out.println("churn left " + (descriptors() - before) + " free " + host.freeName());
    }

    private static void cycle(LinuxHost host) throws Exception {
        PacketDevice device = host.open(new HostChange.Device(host.freeName()));
        Thread reader = reader(device);
        device.packet(new byte[] {0x45, 0, 0}, 0, 3); // the interface is down: dropped
        device.close();
        device.close();
        reader.join();
        device.packet(new byte[] {0x45, 0, 0}, 0, 3);
        if (device.dropped() != 2 || device.read(new byte[10]) != -1) {
            throw new AssertionError("dropped " + device.dropped());
        }
    }

    private static Thread reader(PacketDevice device) throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        Thread reader = Thread.ofPlatform().start(() -> {
            reading.countDown();
            byte[] buffer = new byte[2000];
            while (device.read(buffer) >= 0) {
                // whatever the kernel says on a new link
            }
        });
        reading.await();
        return reader;
    }

    /// How long a reader that waits in poll(2) takes to notice a close.
    static void wake(LinuxHost host) throws Exception {
        PacketDevice device = host.open(new HostChange.Device("wake0"));
        Thread reader = reader(device);
        while (!waitsInPoll()) {
            Thread.onSpinWait();
        }
        long before = System.nanoTime();
        device.close();
        reader.join();
        System.out.println("wake " + (System.nanoTime() - before) / 1_000_000 + " ms");
    }

    /// Bytes that a write and a read allocate, once warm: echo requests to the host's own address, answered by it.
    static void allocate(PacketDevice device) throws Exception {
        HostProbe.command("ip", "address", "add", "10.9.0.2", "peer", "10.9.0.1", "dev", device.name());
        HostProbe.command("ip", "link", "set", device.name(), "addrgenmode", "none", "up");
        byte[] request = Hex.bytes("""
                4500001c 00000000 400166cd 0a090001 0a090002 ; IPv4, 28 bytes, ICMP, from the peer to us
                0800f7ff 00000000                            ; echo request
                """);
        long each = Long.MAX_VALUE;
        for (int batch = 0; batch < WARM_UP_BATCHES && each > 0; batch++) { // until the compiler is done
            long before = allocatedByThisThread();
            roundTrips(device, request);
            each = (allocatedByThisThread() - before) / BATCH;
        }
        System.out.println("allocate " + each);
    }

    // by reflection: the module under test has no need to read java.management
    private static long allocatedByThisThread() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    private static void roundTrips(PacketDevice device, byte[] request) {
        byte[] buffer = new byte[2000];
        for (int i = 0; i < BATCH; i++) {
            device.packet(request, 0, request.length);
            int length = device.read(buffer);
            while (buffer[0] != 0x45) { // the kernel's own IPv6 packets on a new link
                length = device.read(buffer);
            }
            if (length != request.length || buffer[20] != 0) {
                throw new AssertionError("not an echo reply: " + length);
            }
        }
    }

    private static boolean waitsInPoll() throws Exception {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                // system call 7 is poll on x86-64; elsewhere ppoll is 73
                String call = Files.readString(task.resolve("syscall"));
                if (call.startsWith("7 ") || call.startsWith("73 ")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long descriptors() throws Exception {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
