package dev.dialtone.phonebooks;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an entry dials with: its type, its medium and device, and the strategy of a VPN.
enum PbkKind {
    VPN(2, "vpn", "rastapi"),
    BROADBAND(5, "PPPoE", "rastapi"),
    DIAL_UP(1, "modem", "serial");

    static final String TYPE = "Type";
    static final String STRATEGY = "VpnStrategy";
    static final String NUMBER = "PhoneNumber";

    private static final int HIGHEST_STRATEGY = 15;

    private final int type;
    private final String device;
    private final String medium;

    PbkKind(int type, String device, String medium) {
        this.type = type;
        this.device = device;
        this.medium = medium;
    }

    int type() {
        return type;
    }

    String device() {
        return device;
    }

    String medium() {
        return medium;
    }

    /// What a protocol of ours is in a phone book.
    static PbkKind of(String protocol) {
        return switch (protocol) {
            case "pppoe" -> BROADBAND;
            case "modem" -> DIAL_UP;
            default -> VPN;
        };
    }

    /// The strategy that says a VPN protocol of ours.
    static int strategy(String protocol) {
        return switch (protocol) {
            case "sstp" -> 5;
            case "ikev2" -> 7;
            case "l2tp" -> 3;
            case "pptp" -> 1;
            default -> 0;
        };
    }

    static void read(PbkReading reading) {
        List<TextLine> media = reading.section().firstMedium(PbkSection.MEDIA);
        List<TextLine> devices = reading.section().firstMedium(PbkSection.DEVICE);
        reading.section().settings().stream()
                .filter(placed -> placed.medium() == 0 && placed.device() > 0)
                .filter(placed -> placed.line().is(PbkSection.DEVICE))
                .forEach(placed -> reading.wrong(placed.line(), "a MEDIA line before it"));
        if (media.isEmpty()) {
            reading.missing(PbkSection.MEDIA, "a MEDIA line, as MEDIA=rastapi");
            return;
        }
        if (devices.isEmpty()) {
            reading.missing(PbkSection.DEVICE, "a DEVICE line, as DEVICE=vpn");
            return;
        }
        boolean told =
                reading.head("PBVersion").isPresent() && reading.head(TYPE).isPresent();
        if (!told && reading.section().firstMedium("Port").isEmpty()) {
            // SPEC [MS-RRASM §2.2.2] without it the entry is discarded, unless version and type are there
            reading.missing("Port", "a Port line, or PBVersion and Type");
        }
        kind(reading, devices).ifPresent(kind -> {
            kind.checkMedium(reading, media.getFirst(), devices);
            protocol(reading, kind);
        });
    }

    /// By its device, which the type must fit.
    private static Optional<PbkKind> kind(PbkReading reading, List<TextLine> devices) {
        for (PbkKind kind : values()) {
            boolean named = devices.stream().anyMatch(line -> line.value().equalsIgnoreCase(kind.device));
            if (named) {
                OptionalLong type = reading.number(TYPE, 1, 5);
                if (type.isPresent() && type.getAsLong() != kind.type) {
                    reading.head(TYPE)
                            .ifPresent(line ->
                                    reading.wrong(line, kind.type + ", for the entry's DEVICE is " + kind.device));
                    return Optional.empty();
                }
                return Optional.of(kind);
            }
        }
        reading.wrong(devices.getFirst(), "vpn, PPPoE or modem");
        return Optional.empty();
    }

    private void checkMedium(PbkReading reading, TextLine medium, List<TextLine> devices) {
        if (!medium.value().equalsIgnoreCase(this.medium)) {
            // INTEROP [Windows] a PPPoE entry whose medium and device do not fit fails there with 868
            reading.wrong(medium, this.medium + " for DEVICE=" + device);
        } else if (this != DIAL_UP && devices.size() > 1) {
            reading.wrong(devices.get(1), "one DEVICE only, for MEDIA=" + this.medium);
        }
    }

    private static void protocol(PbkReading reading, PbkKind kind) {
        switch (kind) {
            case VPN -> vpn(reading);
            case BROADBAND -> other(reading, "pppoe");
            case DIAL_UP -> other(reading, "modem");
        }
    }

    private static void other(PbkReading reading, String protocol) {
        reading.options().put(EntryOption.PROTOCOL, protocol);
        reading.head(TYPE).ifPresent(line -> reading.carried(line, "protocol=" + protocol));
        reading.note("protocol " + protocol + " is not built yet: the entry is kept, and cannot be dialled");
        for (TextLine line : reading.section().firstMedium(NUMBER)) {
            if (!line.value().isEmpty()) {
                reading.notDone(
                        line,
                        protocol.equals("pppoe")
                                ? "name of a service; PPPoE is not built yet"
                                : "number to dial; modems are not built yet");
            }
        }
    }

    private static void vpn(PbkReading reading) {
        OptionalLong strategy = reading.number(STRATEGY, 0, HIGHEST_STRATEGY);
        reading.head(STRATEGY)
                .filter(line -> strategy.isPresent())
                .ifPresent(line -> strategy(reading, line, (int) strategy.getAsLong()));
        if (reading.head(STRATEGY).map(TextLine::value).orElse("").isEmpty()) {
            reading.options().put(EntryOption.PROTOCOL, "automatic");
        }
        String protocol = reading.text(EntryOption.PROTOCOL);
        if (!NotBuilt.hasProtocol(protocol)) {
            reading.note("protocol " + protocol + " is not built yet: the entry is kept, and cannot be dialled");
        }
        PbkServers.read(reading);
    }

    /// SPEC [MS-RRASM §2.2.2.2.11]
    private static void strategy(PbkReading reading, TextLine line, int strategy) {
        switch (strategy) {
            case 0 -> reading.carried(line, EntryOption.PROTOCOL, "automatic");
            case 1 -> reading.carried(line, EntryOption.PROTOCOL, "pptp");
            case 2 -> first(reading, line, "pptp", "PPTP, then L2TP");
            case 3 -> reading.carried(line, EntryOption.PROTOCOL, "l2tp");
            case 4 -> first(reading, line, "l2tp", "L2TP, then PPTP and IKEv2");
            case 5 -> reading.carried(line, EntryOption.PROTOCOL, "sstp");
            case 6 -> first(reading, line, "sstp", "SSTP, then IKEv2, PPTP and L2TP");
            case 7 -> reading.carried(line, EntryOption.PROTOCOL, "ikev2");
            case 8 -> first(reading, line, "ikev2", "IKEv2, then PPTP and L2TP");
            case 12 -> first(reading, line, "sstp", "PPTP, which is broken, then SSTP");
            case 13 -> first(reading, line, "automatic", "L2TP, then SSTP");
            case 14 -> first(reading, line, "automatic", "IKEv2, then SSTP");
            case 15 -> first(reading, line, "automatic", "up to four protocols in an order of their own");
            default -> reading.wrong(line, "a strategy of a client: 0 to 8, or 12 to 15");
        }
    }

    private static void first(PbkReading reading, TextLine line, String protocol, String order) {
        reading.options().put(EntryOption.PROTOCOL, protocol);
        reading.notDone(line, "it means " + order + "; here it is protocol=" + protocol);
    }
}
