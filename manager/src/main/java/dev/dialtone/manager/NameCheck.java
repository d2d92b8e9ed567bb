package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import dev.dialtone.carriers.Scout;
import dev.dialtone.core.AddressText;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the server's name is, or the proxy's on the way to it: all its addresses.
final class NameCheck implements Check {
    static final String SUBJECT = "name";

    private final EntryVisit visit;

    NameCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(SettingsCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        Optional<Scout> scout = visit.scout();
        if (scout.isEmpty()) {
            return Finding.skipped(SUBJECT, "Not looked at, because this manager reaches no network.");
        }
        long begun = System.nanoTime();
        return switch (scout.get().lookUp(visit.contact(), EntryVisit.LOOK_UP)) {
            case Scout.Names.Found(List<InetAddress> addresses) -> {
                visit.found(addresses);
                yield Finding.ok(SUBJECT, told(addresses, (System.nanoTime() - begun) / 1_000_000));
            }
            case Scout.Names.NotFound(var failure) -> Findings.of(SUBJECT, failure);
        };
    }

    private String told(List<InetAddress> addresses, long millis) {
        String all = addresses.stream()
                .limit(EntryVisit.MOST_ADDRESSES)
                .map(AddressText::of)
                .collect(Collectors.joining(", "));
        String proxy = visit.proxy().isEmpty() ? "" : " It is the proxy on the way to " + visit.server() + ".";
        if (all.equals(visit.contact())) {
            return all + " is an address, no name." + proxy;
        }
        int more = addresses.size() - EntryVisit.MOST_ADDRESSES;
        String others = more > 0 ? " and " + more + " more" : "";
        return visit.contact() + " is " + all + others + " (" + millis + " ms)." + proxy;
    }
}
