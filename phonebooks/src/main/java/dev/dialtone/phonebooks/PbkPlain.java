package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A line of a `.pbk` entry that says one option by itself. What it says otherwise is left to the remarks of [PbkKeys],
/// and
/// so are 0 for a number, which asks for nothing there, and `UseRasCredentials`, which every entry of Windows has on.
///
/// @param words from its values to ours; empty when they are the same in both
record PbkPlain(String key, EntryOption option, Map<String, String> words) {
    /// Of options that are only kept here, too: so that nothing of a file is lost when they are built.
    static final List<PbkPlain> ALL = List.of(
            flag("AutoLogon", EntryOption.LOGON_CREDENTIALS),
            flag("LcpExtensions", EntryOption.LCP_EXTENSIONS),
            flag("SwCompression", EntryOption.SOFTWARE_COMPRESSION),
            flag("IpHeaderCompression", EntryOption.HEADER_COMPRESSION),
            flag("NegotiateMultilinkAlways", EntryOption.MULTILINK),
            words("DialMode", EntryOption.DIAL_MODE, "1=all", "2=as-needed"),
            same("DialPercent", EntryOption.DIAL_EXTRA_PERCENT),
            same("DialSeconds", EntryOption.DIAL_EXTRA_SECONDS),
            same("HangUpPercent", EntryOption.HANG_UP_EXTRA_PERCENT),
            same("HangUpSeconds", EntryOption.HANG_UP_EXTRA_SECONDS),
            words("DataEncryption", EntryOption.ENCRYPTION, "0=none", "8=optional", "256=require", "512=max"),
            negated("DisableIKENameEkuCheck", EntryOption.IKE_NAME_CHECK),
            negated("DisableMobility", EntryOption.MOBILITY),
            same("NetworkOutageTime", EntryOption.NETWORK_OUTAGE),
            same("IDI", EntryOption.IKE_LOCAL_ID),
            same("IDR", EntryOption.IKE_REMOTE_ID),
            words("CustomAuthKey", EntryOption.EAP_TYPE, "0=", "13=tls", "21=ttls", "25=peap", "26=mschapv2"),
            words("IpSecFlags", EntryOption.MACHINE_AUTHENTICATION, "0=", "1=psk"),
            negated("Disable_IKEv2_Fragmentation", EntryOption.IKE_FRAGMENTATION),
            flag("PlumbIKEv2TSAsRoutes", EntryOption.SELECTOR_ROUTES),
            negated("DisableDefaultDnsSuffixes", EntryOption.SERVER_DOMAINS),
            words(
                    "IpDnsFlags",
                    EntryOption.DNS_REGISTRATION,
                    "0=",
                    "1=address",
                    "2=domains",
                    "3=address,domains",
                    "4=server-domains",
                    "5=address,server-domains",
                    "6=domains,server-domains",
                    "7=address,domains,server-domains"),
            flag("AutoTiggerCapable", EntryOption.AUTO_TRIGGER));

    private static PbkPlain flag(String key, EntryOption option) {
        return words(key, option, "0=false", "1=true");
    }

    private static PbkPlain negated(String key, EntryOption option) {
        return words(key, option, "0=true", "1=false");
    }

    private static PbkPlain same(String key, EntryOption option) {
        return new PbkPlain(key, option, Map.of());
    }

    private static PbkPlain words(String key, EntryOption option, String... pairs) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            words.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new PbkPlain(key, option, words);
    }

    /// Lines that no other rule has spoken about.
    static void read(PbkReading reading) {
        for (PbkPlain plain : ALL) {
            reading.head(plain.key)
                    .filter(line -> !reading.isTold(line) && !line.value().isEmpty())
                    .ifPresent(line -> plain.read(reading, line));
        }
    }

    private void read(PbkReading reading, TextLine line) {
        String said = words.isEmpty() ? line.value() : words.get(line.value());
        if (said == null) {
            return;
        }
        boolean nothing = words.isEmpty() && said.equals("0");
        if (nothing || !fits(said) || !concerns(reading)) {
            return;
        }
        if (said.equals(option.standard())) {
            reading.kept(line);
        } else {
            reading.carried(line, option, said);
        }
    }

    /// What a dial refuses is not carried over to where Windows has no use for it.
    private boolean concerns(PbkReading reading) {
        return switch (option.key()) {
            case "eap-type" -> reading.text(EntryOption.AUTHENTICATION).contains("eap");
            case "machine-authentication" -> reading.text(EntryOption.PROTOCOL).equals("l2tp");
            default -> true;
        };
    }

    private boolean fits(String text) {
        try {
            return text.isEmpty() || !option.kind().canonical(text).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The section with the option as the entry has it; as it was when there is no word for that.
    PbkSection write(PbkSection section, Entry entry) {
        String text = entry.text(option);
        if (words.isEmpty()) {
            return section.with(key, text);
        }
        return words.entrySet().stream()
                .filter(word -> word.getValue().equals(text))
                .findFirst()
                .map(word -> section.with(key, word.getKey()))
                .orElse(section);
    }
}
