package dev.dialtone.cli;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.PcapngBlock;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Decoded;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "capture",
        description = {
            "Writes the decrypted PPP of a connection to a file that Wireshark and tshark open (pcapng).",
            "Of an entry that is not connected: waits for its next connection, and has all of it from the first frame of"
                    + " LCP on. Of a connection that is up: what comes from now on. It goes on through redials and ends"
                    + " with the connection, or with Ctrl-C.",
            "Passwords, and what is computed from them, are overwritten before they leave the manager. Packets are as"
                    + " they are: whoever has the file reads them. They are those of every user of this machine, so only"
                    + " root and the group dialtone capture them; others capture the negotiation of what they dialled,"
                    + " with --control."
        },
        footer = {
            "  dialtone capture office -w office.pcapng        and in another window: dialtone dial office",
            "  dialtone capture office --control -w - | tshark -r -",
            "  dialtone capture office --count 100 --seconds 60 -w office.pcapng"
        },
        exitCodeList = {
            "0:ended with the connection, by a limit or by Ctrl-C",
            "1:failed; the RAS number is on standard error as RAS_ERROR=nnn",
            "2:the command was wrong",
            "3:no manager answers, or it ended; what it sent is in the file",
            "4:not permitted"
        })
final class CaptureCommand extends CliCommand {
    private static final long PROGRESS_NANOS = 200_000_000L;

    @Parameters(
            paramLabel = "ENTRY|ID",
            description = "an entry (its connection, or the next one it has), or a connection's id")
    String target = "";

    @Option(
            names = {"-w", "--write"},
            paramLabel = "FILE",
            required = true,
            description = "the file to write; - is standard output")
    String file = "";

    @Option(names = "--control", description = "only the negotiation (LCP, sign-in, IPCP, ...), no packets")
    boolean control;

    @Option(names = "--count", paramLabel = "N", description = "end after N frames")
    long count;

    @Option(names = "--seconds", paramLabel = "S", description = "end after S seconds, the wait for a dial included")
    long seconds;

    private long packets;
    private long droppedBefore;
    private long droppedInAll;
    private long shownAt = System.nanoTime() - PROGRESS_NANOS;

    CaptureCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        if (json && file.equals("-")) {
            throw wrong("--json: standard output is the capture's with -w -");
        }
        CaptureOptions options = options();
        try (RemoteAccess access = connect();
                Capture capture = access.capture(target, options);
                Interrupt.Registration _ = shell.interrupt().on(capture::close);
                CaptureFile into = CaptureFile.open(file, screen)) {
            sayWhatIsWaitedFor(access);
            record(capture, into);
        } finally {
            if (screen.watched()) {
                screen.progress("");
            }
        }
        return told();
    }

    private CaptureOptions options() {
        try {
            return new CaptureOptions(control, count, Duration.ofSeconds(seconds));
        } catch (RasException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private void sayWhatIsWaitedFor(RemoteAccess access) {
        boolean there = access.list().stream().anyMatch(this::isMeant);
        if (!there) {
            screen.error("Waiting for the next connection of \"" + target + "\"; end with Ctrl-C.");
        }
    }

    private boolean isMeant(ConnectionStatus status) {
        return status.connection().equals(target)
                || status.entry().equals(target)
                || EntryName.plain(status.entry()).equals(EntryName.plain(target));
    }

    private void record(Capture capture, CaptureFile into) {
        byte[] piece = capture.next();
        while (piece != null && into.write(piece)) {
            count(piece);
            if (screen.watched() && System.nanoTime() - shownAt >= PROGRESS_NANOS) {
                shownAt = System.nanoTime();
                screen.progress(packets + " frames" + lost());
            }
            piece = capture.next();
        }
    }

    private void count(byte[] piece) {
        int at = 0;
        while (at < piece.length
                && PcapngBlock.decode(piece, at, piece.length)
                        instanceof Decoded.Ok<PcapngBlock>(PcapngBlock block, int length)) {
            if (block.isPacket()) {
                packets++;
                droppedBefore += block.dropped();
            } else if (block.isStatistics()) {
                droppedInAll = block.dropped();
            }
            at += length;
        }
    }

    /// Frames that were lost, as told by the frames after them, or at the end by the statistics.
    private long dropped() {
        return Math.max(droppedBefore, droppedInAll);
    }

    private String lost() {
        return dropped() == 0 ? "" : ", " + dropped() + " lost (this reader was too slow)";
    }

    private int told() {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file);
            object.put("frames", packets);
            object.put("dropped", dropped());
            screen.json(object);
        } else {
            screen.error(packets + " frames" + lost() + (file.equals("-") ? "." : " in " + file + "."));
        }
        return ExitCode.DONE;
    }
}
