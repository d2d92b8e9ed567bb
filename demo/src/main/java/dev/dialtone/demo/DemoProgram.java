package dev.dialtone.demo;

import dev.dialtone.api.ForegroundProgram;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The command `dialtone demo`.
public final class DemoProgram implements ForegroundProgram {
    private static final int USAGE = 2;
    private static final String HELP = """
            Usage: dialtone demo [--json] [--help]

            Dials the built-in answerer on the loopback, in one process: no root, no TUN device, no
            configuration. Shows each state as it is entered, verifies the server against a CA made for
            this run, pings through the tunnel, prints projection and statistics, hangs up and shows the
            ending. Packets end in an echo in memory; nothing of this host is changed.

              --json   one JSON object a line: the notifications of the contract, and nothing else
              --help   this text

            Exit codes: 0 all of it worked, 1 something failed, 2 the command was wrong.
            """;

    /// For `ServiceLoader`.
    public DemoProgram() {}

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public int run(List<String> arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(HELP);
            return 0;
        }
        for (String argument : arguments) {
            if (!argument.equals("--json")) {
                err.println("dialtone demo: there is no option " + argument + "; see dialtone demo --help");
                return USAGE;
            }
        }
        Telling telling = arguments.contains("--json") ? new JsonTelling(out) : new TextTelling(out);
        return new FullCycle(telling, err).run();
    }
}
