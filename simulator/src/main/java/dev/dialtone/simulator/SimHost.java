package dev.dialtone.simulator;

import dev.dialtone.api.RasError;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.host.Resolver;
import dev.dialtone.testkit.ForwardingHost;
import dev.dialtone.testkit.ForwardingResolver;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The host in memory, telling each change to it as a fact, and refusing some.
final class SimHost extends ForwardingHost {
    private final MemoryHost host;
    private final Facts facts;
    private final RandomGenerator random;
    private final double refuses;
    private final SimDisk disk;
    private final Tally tally;
    private String connection = "";

    /// @param refuses probability that a change is refused
    SimHost(Facts facts, RandomGenerator random, double refuses, SimDisk disk, Tally tally) {
        MemoryHost memory = new MemoryHost();
        super(memory);
        this.host = memory;
        this.facts = facts;
        this.random = random;
        this.refuses = refuses;
        this.disk = disk;
        this.tally = tally;
    }

    MemoryHost memory() {
        return host;
    }

    /// Who is worked for now; empty for nobody in particular.
    void workFor(String connectionId) {
        connection = connectionId;
    }

    /// The manager's process dies: its devices go, with what belongs to them.
    void crash() {
        List<HostChange> before = List.copyOf(host.present());
        host.crash();
        tellGone(before);
    }

    private void tellGone(List<HostChange> before) {
        for (HostChange gone : before) {
            if (!host.present().contains(gone)) {
                facts.add("host", "op", "undo", "change", json(gone), "connection", connection);
            }
        }
    }

    /// What is on the host beyond what was there at the start, and its name resolution, as facts.
    void tellState() {
        facts.add(
                "hostState",
                "changes",
                host.present().stream().map(SimHost::json).toList());
        facts.add(
                "resolver",
                "servers",
                host.memoryResolver().current().stream()
                        .flatMap(dns -> dns.servers().stream())
                        .map(InetAddress::getHostAddress)
                        .toList());
    }

    @Override
    public PacketDevice open(HostChange.Device device) {
        refuse(device);
        PacketDevice opened = host.open(device);
        facts.add("host", "op", "make", "change", json(device), "connection", connection);
        return new ToldDevice(opened);
    }

    @Override
    public void apply(HostChange change) {
        refuse(change);
        host.apply(change);
        facts.add("host", "op", "make", "change", json(change), "connection", connection);
    }

    @Override
    public void undo(HostChange change) {
        boolean there = host.present().contains(change);
        host.undo(change);
        if (there) {
            facts.add("host", "op", "undo", "change", json(change), "connection", connection);
        }
    }

    private void refuse(HostChange change) {
        if (random.nextDouble() < refuses) {
            String state = disk.stateOf(connection);
            tally.fault("HOST_REFUSED", state);
            facts.add("fault", "connection", connection, "kind", "HOST_REFUSED", "state", state);
            throw new HostException(
                    Failure.of(RasError.IP_CONFIGURATION, Layer.HOST, "the simulated host refuses " + change));
        }
    }

    @Override
    public Resolver resolver() {
        return new ForwardingResolver(super.resolver()) {
            @Override
            public void apply(HostChange prepared, List<LinkDns> connections) {
                boolean before = host.present().contains(prepared);
                super.apply(prepared, connections);
                boolean after = host.present().contains(prepared);
                if (before != after) {
                    facts.add(
                            "host", "op", after ? "make" : "undo", "change", json(prepared), "connection", connection);
                }
            }
        };
    }

    private static Map<String, Object> json(HostChange change) {
        return new LinkedHashMap<>(change.toFields());
    }

    /// A device whose going, and that of all that belongs to it, is told.
    private final class ToldDevice implements PacketDevice {
        private final PacketDevice device;

        ToldDevice(PacketDevice device) {
            this.device = device;
        }

        @Override
        public String name() {
            return device.name();
        }

        @Override
        public int read(byte[] buffer) {
            return device.read(buffer);
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            device.packet(buffer, offset, length);
        }

        @Override
        public void close() {
            List<HostChange> before = List.copyOf(host.present());
            device.close();
            tellGone(before);
        }
    }
}
