package dev.dialtone.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Opens and closes devices with a reader on each, and counts what is left.
final class DeviceChurn {
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
