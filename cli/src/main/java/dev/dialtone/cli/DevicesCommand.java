package dev.dialtone.cli;

import dev.dialtone.api.Device;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "devices",
        description = "Lists what can dial on this machine, and why something cannot.",
        footer = "  dialtone devices")
final class DevicesCommand extends CliCommand {
    DevicesCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        List<Device> all;
        try (RemoteAccess access = connect()) {
            all = access.devices();
        }
        if (json) {
            all.forEach(d -> screen.json(Wire.of(d)));
            return ExitCode.DONE;
        }
        Table table = new Table("DEVICE", "TYPE", "READY", "");
        all.forEach(d -> table.row(d.name(), d.type(), d.ready() ? "yes" : "no", d.note()));
        table.print(screen);
        return ExitCode.DONE;
    }
}
