package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;
import java.util.Arrays;
import java.util.List;

/// How the server wants us to sign in: LCP until it is open. Nothing of a sign-in is sent.
final class OfferCheck implements Check {
    static final String SUBJECT = "sign-in offered";

    /// RAS errors of a server that asks for what there is not here, or what the entry does not allow.
    private static final int NOT_HERE = 918;

    private static final int NOT_ALLOWED = 919;

    private final EntryVisit visit;

    OfferCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(HttpCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        return switch (visit.call().asked().join()) {
            case Reached.There<String>(String method) -> judge(method, allowed());
            case Reached.Stopped<String>(Failure failure) -> stopped(failure);
        };
    }

    private List<String> allowed() {
        return visit.entry().list(EntryOption.AUTHENTICATION);
    }

    private Finding stopped(Failure failure) {
        Finding found = Findings.of(SUBJECT, failure);
        return failure.error() == NOT_HERE || failure.error() == NOT_ALLOWED
                ? Finding.failed(
                                SUBJECT,
                                found.text() + " The entry allows " + String.join(", ", allowed()) + ".",
                                found.advice())
                        .said(found.peer())
                : found;
    }

    static Finding judge(String method, List<String> allowed) {
        if (Arrays.stream(AuthMethod.values()).noneMatch(known -> known.word().equals(method))) {
            return Finding.warning(
                    SUBJECT,
                    "The server lets everybody in without a sign-in.",
                    "Ask its operator whether that is meant; nothing proves to you or to the server who the other is"
                            + " but the certificate.");
        }
        String told =
                "The server asks for " + method + ", which the entry allows (" + String.join(", ", allowed) + ").";
        return method.equals(AuthMethod.MSCHAPV2.word())
                ? Finding.ok(SUBJECT, told)
                : Finding.warning(
                        SUBJECT,
                        told + " It is weak: whoever runs the server learns the password, or can try to guess it.",
                        "Have mschapv2 switched on at the server.");
    }
}
