package dev.dialtone.manager;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.RasException;
import dev.dialtone.host.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Looks at the host and an entry without dialling.
final class Doctor {
    private static final Duration RESOLVE = Duration.ofSeconds(5);

    private final HostDesk hostDesk;
    private final PhoneBook book;
    private final CredentialStore credentials;

    Doctor(HostDesk hostDesk, PhoneBook book, CredentialStore credentials) {
        this.hostDesk = hostDesk;
        this.book = book;
        this.credentials = credentials;
    }

    List<Finding> host() {
        List<Finding> findings = new ArrayList<>();
        hostDesk.examine().forEach(f -> findings.add(new Finding(f.subject(), f.ok(), f.text(), f.advice())));
        if (findings.isEmpty()) {
            findings.add(new Finding(
                    "host", true, "This host has what a dial needs: TUN, rights, a resolver, namespaces.", ""));
        }
        for (String problem : book.problems()) {
            findings.add(new Finding("phone book", false, problem, "Correct or remove the file."));
        }
        return findings;
    }

    List<Finding> entry(Entry entry) {
        List<Finding> findings = new ArrayList<>();
        findings.add(server(entry));
        findings.add(trust(entry));
        findings.add(signIn(entry));
        if (!entry.text(EntryOption.NETNS).isEmpty()) {
            findings.add(namespace(entry.text(EntryOption.NETNS)));
        }
        if (!entry.weak().isEmpty()) {
            findings.add(new Finding(
                    "authentication",
                    false,
                    "The entry allows weak sign-in: " + entry.weak() + ".",
                    "Leave only mschapv2 in authentication unless the server can do nothing else."));
        }
        return findings;
    }

    private Finding namespace(String name) {
        for (Host.HostFinding finding : hostDesk.examine()) {
            if (finding.subject().equals(Host.NAMESPACES)) {
                return new Finding(
                        "namespace",
                        false,
                        "The entry is placed in the network namespace " + name + ". " + finding.text(),
                        finding.advice());
            }
        }
        return new Finding(
                "namespace",
                true,
                hostDesk.hasNamespace(name)
                        ? "The network namespace " + name + " is there."
                        : "The network namespace " + name + " is made by the dial, and removed with the connection.",
                "");
    }

    private static Finding server(Entry entry) {
        String server = entry.text(EntryOption.SERVER);
        if (server.isEmpty()) {
            return new Finding(
                    "server",
                    false,
                    "The entry names no server.",
                    "dialtone entry set " + entry.name() + " --server HOST");
        }
        try {
            InetAddress[] found = CompletableFuture.supplyAsync(() -> resolve(server), Thread::startVirtualThread)
                    .orTimeout(RESOLVE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return new Finding("server", true, server + " is " + found[0].getHostAddress() + ".", "");
        } catch (CompletionException e) {
            return new Finding(
                    "server",
                    false,
                    "The name " + server + " cannot be resolved.",
                    "Check the name and the host's name servers.");
        }
    }

    private static InetAddress[] resolve(String server) {
        try {
            return InetAddress.getAllByName(server);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static Finding trust(Entry entry) {
        String pem = entry.text(EntryOption.CA);
        if (pem.isEmpty()) {
            return new Finding("trust", true, "The server is checked against the system's certificates.", "");
        }
        try {
            List<X509Certificate> certificates = Trust.certificates(pem);
            for (X509Certificate certificate : certificates) {
                certificate.checkValidity();
            }
            return new Finding(
                    "trust",
                    true,
                    "The server is checked against "
                            + certificates.getFirst().getSubjectX500Principal().getName() + ".",
                    "");
        } catch (RasException | CertificateExpiredException | CertificateNotYetValidException e) {
            return new Finding("trust", false, "ca: " + e.getMessage(), "Give a valid certificate with --ca FILE.");
        }
    }

    private Finding signIn(Entry entry) {
        CredentialsInfo stored = credentials.info(entry.name());
        String user = stored.user().isEmpty() ? entry.text(EntryOption.USER) : stored.user();
        String text = (user.isEmpty() ? "No user is named" : "The user is " + user)
                + (stored.passwordStored() ? "; a password is stored." : "; no password is stored.");
        return new Finding(
                "sign-in",
                !user.isEmpty(),
                text,
                user.isEmpty() ? "dialtone entry set " + entry.name() + " --user NAME" : "");
    }
}
