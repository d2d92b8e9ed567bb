package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import dev.dialtone.carriers.Scout;
import dev.dialtone.core.Failure;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Whether the port of each address takes connections, and whether what takes them can be a TLS server.
final class PortCheck implements Check {
    static final String SUBJECT = "port";
    static final String NOT_TLS_ADVICE = "Something else than an SSTP server listens there: check the host name and the"
            + " port. SSTP is TLS from the first byte, usually on 443.";

    private final EntryVisit visit;

    PortCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(NameCheck.SUBJECT, RouteCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        Scout scout = visit.scout().orElseThrow();
        List<InetAddress> addresses = visit.addresses();
        List<CompletableFuture<Scout.Knock>> knocking = addresses.stream()
                .map(address -> CompletableFuture.supplyAsync(
                        () -> scout.knock(address, visit.port(), EntryVisit.CONNECT),
                        task -> Thread.ofVirtual().name("dialtone-knock").start(task)))
                .toList();
        return judge(addresses, knocking.stream().map(CompletableFuture::join).toList());
    }

    /// A dial takes the first address that accepts it.
    Finding judge(List<InetAddress> addresses, List<Scout.Knock> knocks) {
        List<String> told = new ArrayList<>();
        List<InetAddress> opened = new ArrayList<>();
        boolean open = false;
        boolean hindered = false;
        Failure firstFailure = null;
        for (int i = 0; i < knocks.size(); i++) {
            switch (knocks.get(i)) {
                case Scout.Knock.Open(long millis) -> {
                    open = true;
                    opened.add(addresses.get(i));
                    told.add(visit.text(addresses.get(i)) + " accepts connections (" + millis + " ms).");
                }
                case Scout.Knock.Spoke(byte[] first) -> {
                    if (!open) {
                        return Finding.failed(
                                        SUBJECT,
                                        visit.text(addresses.get(i)) + " is open, but no TLS server listens there: it"
                                                + " spoke first.",
                                        NOT_TLS_ADVICE)
                                .said(PeerBytes.quoted(first));
                    }
                    told.add(visit.text(addresses.get(i)) + " is open, but no TLS server.");
                }
                case Scout.Knock.Closed(Failure failure) -> {
                    firstFailure = firstFailure == null ? failure : firstFailure;
                    hindered |= !open;
                    told.add(failure.reason());
                }
            }
        }
        visit.foundOpen(opened);
        String all = String.join(" ", told);
        if (!open) {
            return Finding.failed(SUBJECT, all, firstFailure == null ? "" : Findings.advice(firstFailure));
        }
        return hindered
                ? Finding.warning(
                        SUBJECT,
                        all,
                        "A dial begins with them in this order, a quarter of a second apart. Have the dead ones taken out"
                                + " of DNS, or name an address as the server.")
                : Finding.ok(SUBJECT, all);
    }
}
