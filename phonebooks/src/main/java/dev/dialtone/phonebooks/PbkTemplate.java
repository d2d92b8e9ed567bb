package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32;

/// A `.pbk` entry written anew, for an entry that was not imported from one.
final class PbkTemplate {
    private static final String END = "\r\n";

    private final List<TextLine> lines = new ArrayList<>();

    private PbkTemplate() {}

    /// With the documented keys in their order, each asking for nothing.
    static PbkSection of(Entry entry) {
        PbkKind kind = PbkKind.of(entry.text(EntryOption.PROTOCOL));
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        PbkTemplate template = new PbkTemplate();
        template.add("[" + entry.name() + "]");
        for (PbkKeys.Key key : PbkKeys.ALL.inOrder()) {
            switch (key.name()) {
                case PbkKind.TYPE -> template.add(key, Integer.toString(kind.type()));
                case "Guid" -> template.add(key, guid(name));
                case "DialParamsUID" -> template.add(key, number(name));
                case PbkSection.COMPONENTS -> {
                    template.add("");
                    template.add(key, "");
                }
                case PbkKind.STRATEGY -> template.add(key, kind == PbkKind.VPN ? key.standard() : "0");
                default -> {
                    if (key.isWritten()) {
                        template.add(key, key.standard());
                    }
                }
            }
        }
        template.device(kind);
        return new PbkSection(StandardCharsets.UTF_8, template.lines);
    }

    private void device(PbkKind kind) {
        String port = switch (kind) {
            case VPN -> "VPN2-0";
            case BROADBAND -> "PPPoE5-0";
            case DIAL_UP -> "COM1";
        };
        String device = switch (kind) {
            case VPN -> "WAN Miniport (SSTP)";
            case BROADBAND -> "WAN Miniport (PPPOE)";
            case DIAL_UP -> "Modem";
        };
        add("");
        add(PbkSection.MEDIA + "=" + kind.medium());
        add("Port=" + port);
        add("Device=" + device);
        add("");
        add(PbkSection.DEVICE + "=" + kind.device());
        add(PbkKind.NUMBER + "=");
        add("AreaCode=");
        add("CountryCode=0");
        add("CountryID=0");
        add("UseDialingRules=0");
        add("Comment=");
        add("FriendlyName=");
        add("LastSelectedPhone=0");
        add("PromoteAlternates=0");
        add("TryNextAlternateOnFail=1");
        add("");
    }

    private void add(PbkKeys.Key key, String value) {
        add(key.name() + "=" + value);
    }

    private void add(String text) {
        lines.add(new TextLine(lines.size() + 1, text, END));
    }

    /// The same for the same name, so that an export can be repeated.
    private static String guid(byte[] name) {
        return UUID.nameUUIDFromBytes(name).toString().replace("-", "").toUpperCase(Locale.ROOT);
    }

    private static String number(byte[] name) {
        CRC32 sum = new CRC32();
        sum.update(name);
        return Long.toString(sum.getValue() & Integer.MAX_VALUE);
    }
}
