#!/usr/bin/env bash
# Installs OpenSSH's server and client for the tests that run them in namespaces of their own; its service is not started.
set -eu
PEER=openssh
# shellcheck source=interop/peers/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need openssh-server openssh-client
