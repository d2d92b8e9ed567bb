package dev.dialtone.benchmarks.tunnel;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Asks another Java process about its memory. It runs in the network namespace of that process, because the
/// management agent listens on the loopback there.
public final class JvmProbe {
    /// What all threads, those that ended too, have allocated since the start of the process, in bytes.
    static final String ALLOCATED = "allocated";

    /// What is alive in the heap, in bytes, after all garbage is collected for it.
    static final String LIVE = "live";

    private JvmProbe() {}

    /// Prints a number for each line of standard input, which is one of the two words.
    ///
    /// @param arguments the process
    // SECURITY the address is that of a process on this machine which root has asked for it, and is not looked up by
    // name
    @SuppressWarnings("BanJNDI")
    public static void main(String[] arguments)
            throws IOException, AttachNotSupportedException, JMException, InterruptedException {
        VirtualMachine machine = VirtualMachine.attach(arguments[0]);
        String address = machine.startLocalManagementAgent();
        machine.detach();
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(line.equals(LIVE) ? live(server) : allocated(server));
            }
        }
    }

    private static Object allocated(MBeanServerConnection server) throws IOException, JMException {
        return server.getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
    }

    private static Object live(MBeanServerConnection server) throws IOException, JMException {
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        server.invoke(memory, "gc", null, null);
        return ((CompositeData) server.getAttribute(memory, "HeapMemoryUsage")).get("used");
    }
}
