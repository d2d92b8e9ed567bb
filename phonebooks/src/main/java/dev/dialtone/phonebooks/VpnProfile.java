package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A ProfileXML of Windows' VPNv2 configuration service provider, in and out; one file is one entry
/// (SPEC [VPNv2 CSP, ProfileXML XSD]).
final class VpnProfile {
    static final String FORMAT = "profilexml";
    static final String WHAT = "a ProfileXML";
    static final String ROOT = "VPNProfile";

    private static final String NAME = "ProfileName";

    private VpnProfile() {}

    /// @param name of the file, without its ending
    static Decoded<Imported> decode(byte[] file, String name) {
        return switch (file(file)) {
            case Decoded.Ok<XmlFile>(XmlFile xml, int consumed) -> {
                VpnProfileReading reading = VpnProfileReading.of(xml);
                yield Decoded.ok(
                        new Imported(List.of(imported(xml, reading, Original.source(file), name)), reading.wrong()),
                        consumed);
            }
            case Decoded.Malformed<XmlFile>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<XmlFile> _ -> Decoded.needMore();
        };
    }

    private static Decoded<XmlFile> file(byte[] file) {
        return switch (SourceText.decode(file, SourceText.MAX_TEXT)) {
            case Decoded.Ok<SourceText>(SourceText source, int _) -> xml(source);
            case Decoded.Malformed<SourceText>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<SourceText> _ -> Decoded.needMore();
        };
    }

    private static Decoded<XmlFile> xml(SourceText source) {
        Decoded<XmlFile> read = XmlScan.decode(source);
        if (read instanceof Decoded.Ok<XmlFile>(XmlFile xml, int _)
                && !xml.root().name().equals(ROOT)) {
            return source.malformed(
                    xml.root().whole().begin(), "", "<" + xml.root().name() + ">", "<" + ROOT + ">");
        }
        return read;
    }

    static Optional<XmlFile> file(Original original) {
        return xml(new SourceText(original.body(), 1)) instanceof Decoded.Ok<XmlFile>(XmlFile xml, int _)
                ? Optional.of(xml)
                : Optional.empty();
    }

    private static ImportedEntry imported(XmlFile xml, VpnProfileReading reading, String source, String name) {
        List<Remark> leftOut = new ArrayList<>();
        String kept = withoutSecrets(xml, leftOut);
        String own = xml.root().text(NAME);
        String named = own.isEmpty() ? name : own;
        Original original = new Original(FORMAT, StandardCharsets.UTF_8, source, 1, named, kept);
        int line = xml.source().line(xml.root().whole().begin());
        return new ImportedEntry(named, line, 1, reading.options(), original, leftOut);
    }

    /// SECURITY: a pre-shared key may be there, and nobody knows what is in the configuration of a plug-in. Both are
    /// emptied before anything is kept, and comments, texts and attributes that look like a secret.
    private static String withoutSecrets(XmlFile xml, List<Remark> leftOut) {
        Edits edits = new Edits(xml.source());
        VpnProfileReading.leaves(xml.root()).forEach(element -> {
            boolean secret = SecretWords.names(element.name())
                    || element.path().startsWith(VpnProfileReading.PLUGIN_CONFIGURATION)
                    || SecretWords.saidIn(element.text());
            if (secret && !element.text().isEmpty()) {
                empty(edits, xml.source(), element.path(), element.content(), leftOut);
            }
        });
        for (XmlFile.Attribute attribute : xml.attributes()) {
            if (SecretWords.names(attribute.name()) && !attribute.value().isEmpty()) {
                empty(edits, xml.source(), attribute.name(), attribute.value(), leftOut);
            }
        }
        for (Stretch comment : xml.comments()) {
            if (SecretWords.saidIn(comment.of(xml.source().text()))) {
                empty(edits, xml.source(), "<!--", comment, leftOut);
            }
        }
        return edits.text();
    }

    private static void empty(Edits edits, SourceText source, String key, Stretch raw, List<Remark> leftOut) {
        edits.replace(raw, SecretWords.emptied(raw.of(source.text())));
        leftOut.add(Remark.secret(source.leaf(key, "", raw, raw)));
    }

    /// @throws RasException 87 for more or less than one entry, or a protocol that is no VPN's; 625 for an original
    ///                      that cannot be read
    static Exported of(List<Entry> entries) {
        Entry entry = OneEntry.of(entries, WHAT);
        Optional<Original> original = OneEntry.original(entry, FORMAT);
        XmlFile file = original.isPresent()
                ? file(original.get()).orElseThrow(() -> OneEntry.unreadable(entry, WHAT))
                : template(entry);
        VpnProfileReading before = VpnProfileReading.of(file);
        VpnProfileWriters writers = new VpnProfileWriters(file, before, entry);
        boolean renamed = original.isPresent() && !original.get().name().equals(entry.name());
        String text = writers.text(renamed && !file.root().text(NAME).isEmpty() ? NAME : "");
        return OneEntry.exported(new SourceText(text, 1), entry, writers.leftOut());
    }

    private static XmlFile template(Entry entry) {
        String text = """
            <VPNProfile>
              <ProfileName>%s</ProfileName>
              <NativeProfile>
                <NativeProtocolType>%s</NativeProtocolType>
                <Authentication>
                  <UserMethod>MSChapv2</UserMethod>
                </Authentication>
                <RoutingPolicyType>ForceTunnel</RoutingPolicyType>
                <DisableClassBasedDefaultRoute>true</DisableClassBasedDefaultRoute>
              </NativeProfile>
            </VPNProfile>
            """.formatted(VpnProfileWriters.escaped(entry.name()), VpnProfileWriters.protocol(entry));
        if (xml(new SourceText(text, 1)) instanceof Decoded.Ok<XmlFile>(XmlFile xml, int _)) {
            return xml;
        }
        throw new IllegalStateException("the template is no XML");
    }
}
