# Which tests prove which rule of the contract. Called by ./verify:
#
#   awk -v table=FILE -f dist/rules.awk docs/contract.md REPORT...
#
# The rules are those of the tables in contract.md, the reports those of surefire (TEST-*.xml). A test proves the rules
# that its name ends in (`…_N3_E2`) when it ran and passed. The tests of EmbeddedContractTest and RemoteContractTest
# prove a rule for the one or the other RemoteAccess; all others are below both.
#
# Writes one line for each rule to FILE and a short form to standard output. Exit code 0: each rule is proven for both;
# 1: some are not, and they are named; 2: there were no rules to look for.

BEGIN { result = 0 }

FNR == 1 { file++; open = 0; output = 0 }

# the rules

file == 1 {
  if (match($0, /^\| *[A-Z][0-9]+a? *\|/)) {
    rule = substr($0, RSTART, RLENGTH)
    gsub(/[| ]/, "", rule)
    if (!(rule in known)) { known[rule] = 1; order[++rules] = rule }
  }
  next
}

# the reports

# what tests print is no report
output { if (/<\/system-/) output = 0; next }
/<system-/ { if (!/<\/system-/) output = 1; next }

/<testcase / {
  class = attribute("classname")
  name = attribute("name")
  # the parameters of a parameterized test
  sub(/[({[ ].*$/, "", name)
  passed = 1
  open = 1
  if (/\/>[ \t\r]*$/) closed()
  next
}
open && /<(failure|error|skipped)[ >\/]/ { passed = 0 }
/<\/testcase>/ { if (open) closed() }

function attribute(which) {
  return match($0, " " which "=\"[^\"]*\"") ? substr($0, RSTART + length(which) + 3, RLENGTH - length(which) - 4) : ""
}

function closed(    rest, rule, short) {
  open = 0
  short = class
  sub(/^.*\./, "", short)
  rest = name
  while (match(rest, /_[A-Z][0-9]+a?$/)) {
    rule = substr(rest, RSTART + 1)
    rest = substr(rest, 1, RSTART - 1)
    if (!(rule in known)) strange[short "." name] = rule
    else if (passed) prove(rule, short)
  }
}

function prove(rule, short,    side) {
  side = short ~ /^EmbeddedContractTest(\$|$)/ ? "embedded" : short ~ /^RemoteContractTest(\$|$)/ ? "remote" : "below"
  # each parameter is a run of the same test
  if ((rule, side, short, name) in counted) return
  counted[rule, side, short, name] = 1
  count[rule, side]++
  tests[rule, side] = tests[rule, side] (tests[rule, side] == "" ? "" : ", ") (side == "below" ? short "." : "") name
}

END {
  if (rules == 0) {
    print "rules: no rules in the contract"
    exit 2
  }
  print "rule | embedded | remote | below both" >table
  line = " "
  for (i = 1; i <= rules; i++) {
    rule = order[i]
    embedded = count[rule, "embedded"] + 0
    remote = count[rule, "remote"] + 0
    print rule " | " cell(rule, "embedded") " | " cell(rule, "remote") " | " tests[rule, "below"] >table
    line = line " " rule " " embedded "/" remote "+" (count[rule, "below"] + 0)
    if (length(line) > 100) { text = text line "\n"; line = " " }
    if (embedded && remote) continue
    result = 1
    side = embedded ? "remote" : remote ? "embedded" : "either"
    lacking[side] = lacking[side] " " rule
  }
  close(table)
  print "RULES of the contract: tests that passed, embedded/remote+below (which: " table ")"
  printf "%s%s", text, line == " " ? "" : line "\n"
  if (result == 0) print "  every rule is proven for both"
  if ("either" in lacking) print "NOT PROVEN on either:" lacking["either"]
  if ("embedded" in lacking) print "NOT PROVEN on the embedded manager:" lacking["embedded"]
  if ("remote" in lacking) print "NOT PROVEN through the daemon:" lacking["remote"]
  for (test in strange) {
    print "NO RULE of the contract: " strange[test] ", named by " test
    result = 1
  }
  exit result
}

function cell(rule, side) {
  return tests[rule, side] == "" ? "-" : tests[rule, side]
}
