package dev.dialtone.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a dial gives its client.
final class DiallerRules {
    static final List<Rule> ALL = List.of(
            new Rule("C7", "The dialler gets the completion that is in the log.", DiallerRules::ofTheLog),
            new Rule("C7", "Every dialler that lives gets exactly one completion.", DiallerRules::eachOne),
            new Rule("C1a", "Dial gives the completion of attempt 1.", DiallerRules::ofTheFirst));

    private DiallerRules() {}

    private static void ofTheLog(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Fact.Told told : trail.completions) {
                Notice n = told.notice();
                Notice logged = trail.bySeq(n.seq());
                if (n.isManagersDeath() && run.killedBefore(n.line())) {
                    continue;
                }
                if (logged == null || logged.line() > n.line() || !logged.sameAs(n)) {
                    findings.add(n.line(), told.client() + " got another " + n.called());
                } else if (!n.completion()) {
                    findings.add(n.line(), told.client() + " got " + n.called() + ", which is none");
                }
            }
        }
    }

    private static void eachOne(Run run, Findings findings) {
        Fact.Happened quiet = run.quiet;
        if (quiet == null) {
            return;
        }
        for (Trail trail : run.trails.values()) {
            Map<String, Integer> owed = new HashMap<>();
            for (Fact.Dial dial : trail.dials) {
                if (dial.line() < quiet.line()) {
                    owed.merge(dial.client(), 1, Integer::sum);
                }
            }
            for (Fact.Told told : trail.completions) {
                int left = owed.merge(told.client(), -1, Integer::sum);
                // a client that died while its dial returned may be told and never have said that it dialled
                if (left < 0 && run.goneAt(told.client()) == Run.NEVER) {
                    findings.add(told.line(), told.client() + " got one more than it has dials of " + trail.id);
                }
            }
            owed.forEach((client, left) -> {
                if (left > 0 && run.goneAt(client).line() > quiet.line()) {
                    findings.add(quiet.line(), client + " still waits for that of " + trail.id);
                }
            });
        }
    }

    private static void ofTheFirst(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact.Dial creator = trail.creator();
            for (Fact.Told told : trail.completions) {
                if (creator != null && told.client().equals(creator.client())) {
                    if (told.notice().attempt() != 1) {
                        findings.add(
                                told.line(),
                                "it gave that of attempt " + told.notice().attempt());
                    }
                    break;
                }
            }
        }
    }
}
