package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.core.Failure;
import java.util.List;
import java.util.Optional;

/// How the server, or whatever sits before it, answers SSTP's own HTTP verb.
final class HttpCheck implements Check {
    static final String SUBJECT = "http";
    private static final int OK = 200;

    private final EntryVisit visit;

    HttpCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(TlsCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        Reached<CarrierInfo> reached = visit.call().accepted().join();
        Optional<HttpHead> head = visit.call().httpHead();
        if (head.isPresent() && head.get().status() == OK) {
            return Finding.ok(SUBJECT, "SSTP_DUPLEX_POST is answered with 200.")
                    .said(head.get().words());
        }
        return switch (reached) {
            case Reached.There<CarrierInfo> _ -> Finding.ok(SUBJECT, "SSTP_DUPLEX_POST is answered.");
            case Reached.Stopped<CarrierInfo>(Failure failure) -> {
                byte[] first = visit.call().head();
                Finding found = Findings.of(SUBJECT, failure);
                yield first.length == 0
                        ? found
                        : found.said(head.map(HttpHead::words).orElseGet(() -> PeerBytes.quoted(first)));
            }
        };
    }
}
