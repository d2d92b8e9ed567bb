package dev.dialtone.checker;

import java.util.List;
import java.util.stream.Stream;

/// Judges a run by the rules of the contract. Has no state of its own: any thread may use it.
public final class Checker {
    private static final List<Rule> RULES = Stream.of(
                    FormatRules.ALL,
                    EnteringRules.ALL,
                    ShapeRules.ALL,
                    ObserverRules.ALL,
                    CompletionRules.ALL,
                    RetryRules.ALL,
                    ReleaseRules.ALL,
                    HangUpRules.ALL,
                    LimitRules.ALL,
                    DiallerRules.ALL,
                    LeaseRules.ALL,
                    DeathRules.ALL,
                    PauseRules.ALL,
                    ReferenceRules.ALL,
                    HostRules.ALL,
                    StatusRules.ALL,
                    EventRules.ALL)
            .flatMap(List::stream)
            .toList();

    private Checker() {}

    /// @param lines one JSON object each, as `docs/facts.md` has them
    public static Verdict judge(Iterable<String> lines) {
        RunReader reader = new RunReader();
        for (String line : lines) {
            reader.line(line);
        }
        return judge(reader);
    }

    /// Like [#judge(Iterable)]; does not close the stream.
    public static Verdict judge(Stream<String> lines) {
        RunReader reader = new RunReader();
        lines.forEachOrdered(reader::line);
        return judge(reader);
    }

    private static Verdict judge(RunReader reader) {
        Run run = reader.whole();
        Findings findings = new Findings();
        for (Rule rule : RULES) {
            findings.of(rule);
            rule.check().judge(run, findings);
        }
        return new Verdict(run.seed, reader.lines(), findings.all());
    }

    /// The numbers of the rules that are judged, in the order in which they are.
    public static List<String> rules() {
        return RULES.stream().map(Rule::number).distinct().toList();
    }
}
