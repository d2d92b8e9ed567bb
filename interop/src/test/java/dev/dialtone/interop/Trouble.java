package dev.dialtone.interop;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import dev.dialtone.testkit.ServerIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/// Something that keeps a dial from its end, or ends the connection.
///
/// @param where   step of the server, as a word
/// @param what    what is wrong, as the end of a sentence
/// @param server  a server that is so
/// @param entry   what an entry needs to meet it
/// @param limit   longest stay in a state
/// @param racing  whether the client may or may not have entered Authenticate
record Trouble(
        String where,
        String what,
        UnaryOperator<AnswererConfig.Builder> server,
        ServerIdentity identity,
        UnaryOperator<Entry> entry,
        Duration limit,
        boolean racing) {
    private static final Duration SHORT = Duration.ofSeconds(2);

    /// Longer than PPP's restart timer of 3 s, so that what was ignored is said again.
    private static final Duration LONG = Duration.ofSeconds(5);

    private static final ServerIdentity GOOD = Rig.PKI.server(Rig.SERVER_NAME);

    /// All that a server of ours can do wrong, and what goes wrong around it.
    static List<Trouble> all() {
        List<Misbehaviour> bad = new ArrayList<>(Misbehaviour.all());
        for (int status : new int[] {301, 403, 407, 503}) {
            bad.add(Misbehaviour.of(AnswererStep.HTTP, Kind.HTTP_STATUS).withCode(status));
        }
        for (int error : new int[] {646, 647, 649, 691, 709, 999}) {
            bad.add(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE)
                    .withCode(error));
        }
        bad.sort(Comparator.comparing(Misbehaviour::step));
        List<Trouble> all = new ArrayList<>(around());
        bad.forEach(one -> all.add(of(one)));
        return all;
    }

    private static Trouble of(Misbehaviour bad) {
        String code = switch (bad.kind()) {
            case HTTP_STATUS -> " (" + bad.code() + ")";
            case AUTH_FAILURE -> " (E=" + bad.code() + ")";
            case NAK, ABORT -> " (" + bad.code() + ")";
            default -> "";
        };
        return new Trouble(
                bad.step().name(),
                "the server " + bad.kind().sentence() + code,
                answers -> answers.misbehaviours(bad),
                GOOD,
                entry -> entry,
                bad.kind() == Kind.LATE_START ? LONG : SHORT,
                bad.step() == AnswererStep.AUTHENTICATE && bad.kind() != Kind.SILENCE);
    }

    private static List<Trouble> around() {
        return List.of(
                entry("there is no such name", entry -> entry.with(EntryOption.SERVER, "no-such-host.invalid")),
                entry("nothing listens on the port", entry -> entry.with(EntryOption.PORT, "1")),
                certificate("the certificate is of another authority", ofAnother()),
                certificate("the certificate has another name", issue(CertificateProfile.of("another.example"))),
                certificate(
                        "the certificate has expired",
                        issue(CertificateProfile.of(Rig.SERVER_NAME).expired())),
                certificate(
                        "the certificate is not yet valid",
                        issue(CertificateProfile.of(Rig.SERVER_NAME).notYetValid())),
                certificate(
                        "the certificate is not one for servers",
                        issue(CertificateProfile.of(Rig.SERVER_NAME).withoutServerAuth())),
                certificate(
                        "the certificate signed itself",
                        issue(CertificateProfile.of(Rig.SERVER_NAME).asSelfSigned())),
                new Trouble(
                        "AUTHENTICATE",
                        "the server demands PAP, which the entry does not allow",
                        answers -> answers.method(dev.dialtone.auth.AuthMethod.PAP),
                        GOOD,
                        entry -> entry,
                        SHORT,
                        false),
                new Trouble(
                        "IPCP",
                        "the server speaks IPv6 only, the entry IPv4 only",
                        answers -> answers.ipv4(false),
                        GOOD,
                        entry -> entry.with(EntryOption.IPV6, "false"),
                        SHORT,
                        false));
    }

    private static Trouble entry(String what, UnaryOperator<Entry> entry) {
        return new Trouble("before TCP", what, answers -> answers, GOOD, entry, SHORT, false);
    }

    private static Trouble certificate(String what, ServerIdentity identity) {
        return new Trouble("TLS", what, answers -> answers, identity, entry -> entry, SHORT, false);
    }

    private static ServerIdentity issue(CertificateProfile profile) {
        return Rig.PKI.issue(profile);
    }

    private static ServerIdentity ofAnother() {
        return dev.dialtone.testkit.DemoPki.create("another authority").server(Rig.SERVER_NAME);
    }

    Answerer start() {
        return Answerer.start(server.apply(AnswererConfig.of(identity).user(Rig.USER, Rig.PASSWORD))
                .build());
    }

    Entry entry(String name, Answerer answerer) {
        return entry.apply(Entry.of(name)
                .with(EntryOption.SERVER, "127.0.0.1")
                .with(EntryOption.PORT, Integer.toString(answerer.port()))
                .with(EntryOption.SERVER_NAME, Rig.SERVER_NAME)
                .with(EntryOption.CA, Rig.PKI.caPem()));
    }
}
