package dev.dialtone.cli;

import dev.dialtone.api.DefaultRoutes;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = "Checks an entry as it is, or as the changes would make it. Stores nothing.",
        footer = {
            "  dialtone entry validate office",
            "  dialtone entry validate office port=8443 ca=@new-ca.pem",
            "  dialtone entry validate --new \"Head office\""
        })
final class EntryValidateCommand extends EntryChangeCommand {
    @Option(
            names = "--new",
            description = "only whether a new entry may have this name: 123 when none may, 183 when one has it")
    boolean newName;

    EntryValidateCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        checkForm();
        if (newName) {
            try (RemoteAccess access = connect()) {
                NewName.check(access, options.name);
            }
            return done(Map.of("name", options.name, "valid", true), "An entry may be named \"" + options.name + "\".");
        }
        Entry entry;
        try (RemoteAccess access = connect()) {
            entry = options.changes().isEmpty() ? access.entry(options.name) : changed(access);
        }
        check(entry);
        new KeptText(screen).warn(entry);
        Map<String, Object> object = new LinkedHashMap<>(Wire.of(entry));
        object.put("valid", true);
        return done(
                object,
                "\"" + options.name + "\" is valid." + (entry.weak().isEmpty() ? "" : " WEAK: " + entry.weak()));
    }

    /// What can be wrong between values that are right by themselves.
    private static void check(Entry entry) {
        NotBuilt.refuse(entry);
        if (entry.text(EntryOption.SERVER).isEmpty()) {
            throw RasException.of(RasError.INVALID_PARAMETER, "server: is missing");
        }
        if (!entry.flag(EntryOption.IPV4) && !entry.flag(EntryOption.IPV6)) {
            throw RasException.of(RasError.INVALID_PARAMETER, "ipv4, ipv6: one of them must be true");
        }
        if (entry.flag(EntryOption.DEFAULT_ROUTE) && entry.flag(EntryOption.CLASS_ROUTE)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "class-route: needs default-route=false (--split); else everything goes through it already");
        }
        EntryRoutes.check(entry);
        if (entry.flag(EntryOption.KILL_SWITCH) && !entry.flag(EntryOption.DEFAULT_ROUTE)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "kill-switch: needs default-route=true, so that the connection takes what may not leave otherwise");
        }
        if (entry.flag(EntryOption.KILL_SWITCH) && !DefaultRoutes.ipv6(entry)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "kill-switch, default-route-ipv6: with the switch IPv6 has no other way either; leave it same");
        }
        try {
            CertificateFile.parse(entry.text(EntryOption.CA));
        } catch (CertificateException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, "ca: " + e.getMessage());
        }
        try {
            CertificateFile.parse(entry.text(EntryOption.CLIENT_CERT));
        } catch (CertificateException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, "client-cert: " + e.getMessage());
        }
    }
}
