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
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Asks another Java process what all its threads, those that ended too, have allocated since its start. It runs in
/// the network namespace of that process, because the management agent listens on the loopback there.
public final class AllocationProbe {
    private AllocationProbe() {}

    /// Prints a number of bytes for each line of standard input.
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
        ObjectName threading = new ObjectName("java.lang:type=Threading");
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                System.out.println(server.getAttribute(threading, "TotalThreadAllocatedBytes"));
            }
        }
    }
}
