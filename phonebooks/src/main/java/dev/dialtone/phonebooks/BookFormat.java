package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Decoded;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A kind of file that entries can be read from and written to.
public enum BookFormat {
    /// Windows' phone book, `rasphone.pbk`.
    PBK(PbkImport.FORMAT, ".pbk"),
    /// A profile of NetworkManager for a VPN: one file is one entry.
    NMCONNECTION(NmProfile.FORMAT, ".nmconnection"),
    /// A ProfileXML of Windows' VPNv2 configuration service provider: one file is one entry.
    PROFILEXML(VpnProfile.FORMAT, ".xml"),
    /// strongSwan's connections.
    SWANCTL(SwanConf.FORMAT, ".conf"),
    /// Options of pppd for one peer, in a folder `peers`: one file is one entry.
    PEERS(PeerConf.FORMAT, "");

    private static final String PEERS_FOLDER = "peers/";

    /// Largest file that is read, in bytes.
    public static final int MAX_FILE_BYTES = FileText.MAX_FILE;

    private final String word;
    private final String suffix;

    BookFormat(String word, String suffix) {
        this.word = word;
        this.suffix = suffix;
    }

    /// As the command line says it.
    public String word() {
        return word;
    }

    public static Optional<BookFormat> ofWord(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }

    /// By the end of a file's name, or the folder `peers` it lies in.
    public static Optional<BookFormat> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        Optional<BookFormat> ended = Arrays.stream(values())
                .filter(format -> !format.suffix.isEmpty() && lower.endsWith(format.suffix))
                .findFirst();
        String folder = lower.substring(0, lower.lastIndexOf('/') + 1);
        boolean peer = folder.equals(PEERS_FOLDER) || folder.endsWith("/" + PEERS_FOLDER);
        return ended.isEmpty() && peer ? Optional.of(PEERS) : ended;
    }

    /// The file's name without its folders and the ending of this format.
    public String bare(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.toLowerCase(Locale.ROOT).endsWith(suffix)
                ? last.substring(0, last.length() - suffix.length())
                : last;
    }

    /// What a file holds, or what is wrong with it. Never throws.
    ///
    /// @param name what an entry is called whose file does not say: [#bare]
    public Imported read(byte[] file, String name) {
        Decoded<Imported> decoded = switch (this) {
            case PBK -> PbkImport.decode(file);
            case NMCONNECTION -> NmProfile.decode(file, name);
            case PROFILEXML -> VpnProfile.decode(file, name);
            case SWANCTL -> SwanConf.decode(file);
            case PEERS -> PeerConf.decode(file, name);
        };
        return switch (decoded) {
            case Decoded.Ok<Imported>(Imported imported, int _) -> imported;
            case Decoded.Malformed<Imported> wrong -> Imported.nothing(TextPlace.remark(file, wrong));
            case Decoded.NeedMore<Imported> _ -> Imported.nothing(Remark.wrong(1, 1, "", "its end", "more"));
        };
    }

    /// The entries as a file.
    ///
    /// @throws RasException 625 for an original that cannot be read, 87 for what fits no such file
    public Exported write(List<Entry> entries) {
        return switch (this) {
            case PBK -> PbkExport.of(entries);
            case NMCONNECTION -> NmProfile.of(entries);
            case PROFILEXML -> VpnProfile.of(entries);
            case SWANCTL -> SwanConf.of(entries);
            case PEERS -> PeerConf.of(entries);
        };
    }

    /// What an entry was imported from; empty when it was not.
    public static Optional<BookFormat> of(Entry entry) {
        return Original.of(entry.text(EntryOption.ORIGINAL)).flatMap(original -> ofWord(original.format()));
    }

    /// What an entry's original says, line by line; empty when it has none, or one of another form.
    public static List<Remark> remarks(Entry entry) {
        return Original.of(entry.text(EntryOption.ORIGINAL))
                .map(original -> remarks(original, 1))
                .orElse(List.of());
    }

    static List<Remark> remarks(Original original, int firstLine) {
        Optional<? extends Reading> reading = ofWord(original.format()).flatMap(format -> switch (format) {
            case PBK -> PbkFile.section(original, firstLine).map(PbkReading::of);
            case NMCONNECTION -> NmProfile.file(original).map(NmReading::of);
            case PROFILEXML -> VpnProfile.file(original).map(VpnProfileReading::of);
            case SWANCTL -> SwanConf.piece(original, firstLine).map(SwanReading::of);
            case PEERS -> PeerConf.file(original).map(PeerReading::of);
        });
        return reading.map(Reading::remarks).orElse(List.of());
    }
}
