package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.Finding;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host;
import dev.dialtone.host.Host.HostFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks at the host and an entry without dialling. All at once, and within 20 s. Callable from any thread, and
/// blocks it; for a real machine, not for the simulator's.
final class Doctor {
    static final Duration BOUND = Duration.ofSeconds(20);

    /// That a server does not tell its time, or an entry wants no namespace or zone.
    private static final Set<String> NO_NEWS =
            Set.of(ServerClockCheck.SUBJECT, PlacementCheck.SUBJECT, TableCheck.SUBJECT, FirewallZoneCheck.SUBJECT);

    private static final Executor HOST_THREADS =
            task -> Thread.ofPlatform().daemon().name("dialtone-examination").start(task);

    private final EntryVisit.Tools tools;
    private final CredentialStore credentials;
    private final Supplier<List<String>> closedSwitches;
    private final SharedRun<List<HostFinding>> essentials;
    private final SharedRun<List<HostFinding>> survey;

    /// @param closedSwitches the entries whose kill switch is closed
    Doctor(EntryVisit.Tools tools, CredentialStore credentials, Supplier<List<String>> closedSwitches) {
        this.tools = tools;
        this.credentials = credentials;
        this.closedSwitches = closedSwitches;
        Host host = tools.host();
        this.essentials = new SharedRun<>(host::examine, HOST_THREADS);
        this.survey = new SharedRun<>(host::survey, HOST_THREADS);
    }

    /// What keeps every dial from working here, as sentences; empty when nothing does.
    List<String> missing() {
        return bounded(essentials).get().stream()
                .filter(finding -> finding.verdict() == Verdict.FAILED)
                .map(HostFinding::text)
                .toList();
    }

    /// @param problems   of the phone books that the caller may know ([CallersBook#problems])
    /// @param privileged whether the caller may see the processes of other users (H7)
    List<Finding> examine(Optional<Entry> entry, List<String> problems, boolean privileged) {
        Supplier<List<HostFinding>> first = bounded(essentials);
        Supplier<List<HostFinding>> second = bounded(survey);
        List<Finding> ofEntry = entry.map(this::entry).orElse(List.of());
        List<Finding> all = new ArrayList<>();
        first.get().forEach(finding -> all.add(of(finding)));
        second.get().stream()
                .filter(finding -> privileged || !finding.subject().equals(Host.OTHER_PROGRAMS))
                .forEach(finding -> all.add(of(finding)));
        if (all.isEmpty()) {
            all.add(Finding.ok("host", "This host has what a dial needs."));
        }
        for (String closed : closedSwitches.get()) {
            all.add(new Finding(
                    "kill switch",
                    Verdict.OK,
                    "Closed for the entry \"" + closed + "\": nothing leaves this host but through the connection.",
                    "",
                    "Open it with: dialtone hangup " + closed));
        }
        problems.forEach(problem -> all.add(
                Finding.failed("phone book", problem, "Correct it with dialtone entry edit, or remove the file.")));
        all.addAll(ofEntry);
        return all;
    }

    /// Begins at once, or joins who has begun; the result is there in time, whatever the host does.
    private static Supplier<List<HostFinding>> bounded(SharedRun<List<HostFinding>> run) {
        CompletableFuture<List<HostFinding>> result = run.start()
                .copy()
                .completeOnTimeout(
                        List.of(new HostFinding(
                                "host",
                                Verdict.FAILED,
                                "The host did not answer within " + BOUND.toSeconds() + " s.",
                                "Look at the load of this machine, and at its system bus.")),
                        BOUND.toMillis(),
                        TimeUnit.MILLISECONDS);
        return result::join;
    }

    private static Finding of(HostFinding f) {
        return new Finding(f.subject(), f.verdict(), f.text(), "", f.advice());
    }

    /// What cannot be read is told by the [SignInCheck].
    private StoredSignIn stored(Entry entry) {
        try (StoredSignIn stored = credentials.read(entry.name())) {
            // nobody signs in
            return stored.withSignIn("", "", null).copy();
        } catch (RasException e) {
            return StoredSignIn.NOTHING;
        }
    }

    private List<Finding> entry(Entry entry) {
        try (EntryVisit visit = new EntryVisit(entry, stored(entry), tools)) {
            List<Check> checks = List.of(
                    new SettingsCheck(entry),
                    new SignInCheck(entry, credentials),
                    new TrustCheck(entry, tools.wall()),
                    new PlacementCheck(visit),
                    new TableCheck(visit),
                    new FirewallZoneCheck(visit),
                    new NameCheck(visit),
                    new RouteCheck(visit),
                    new PortCheck(visit),
                    new TlsCheck(visit),
                    new HttpCheck(visit),
                    new OfferCheck(visit),
                    new MtuCheck(visit),
                    new ServerClockCheck(visit));
            return Examination.start(checks, BOUND).findings().stream()
                    .filter(finding -> finding.verdict() != Verdict.SKIPPED || !NO_NEWS.contains(finding.subject()))
                    .toList();
        }
    }
}
