package dev.dialtone.checker;

/// One rule of the contract, as a check of a whole run.
///
/// @param number   as in `docs/contract.md`; `facts` for the format of the run itself
/// @param sentence what must hold
record Rule(String number, String sentence, Check check) {

    interface Check {
        void judge(Run run, Findings findings);
    }
}
