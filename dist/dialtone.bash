# bash completion for dialtone(1). Installed as /usr/share/bash-completion/completions/dialtone it is read at the
# first <Tab>; the command itself knows its words, so that they can never differ from what it accepts.
if command -v dialtone >/dev/null 2>&1; then
  eval "$(dialtone completion)"
fi
