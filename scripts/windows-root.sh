#!/bin/sh
# Runs a command where Wine and MinGW are: windows-root.sh COMMAND ARGUMENT...
#
# IMNXPORT_WINDOWS_ROOT is the folder of a Debian that has them. Its /usr and /etc are laid over this machine's,
# in a mount namespace of the command's own, so that everything else (this checkout, /tmp, /proc) keeps its path and
# nothing stays mounted. When it is empty this machine has them itself. Wine keeps its own things in WINEPREFIX.
set -eu
export WINEDEBUG="${WINEDEBUG:--all}" WINEDLLOVERRIDES='mscoree,mshtml=' XDG_RUNTIME_DIR="${TMPDIR:-/tmp}"
# A display would be waited for, and Node would look for certificates where Windows has none.
unset DISPLAY WAYLAND_DISPLAY NODE_EXTRA_CA_CERTS NODE_OPTIONS

if [ -z "${IMNXPORT_WINDOWS_ROOT:-}" ]; then exec "$@"; fi
if [ "$(id -u)" = 0 ]; then as_root=; else as_root=--map-root-user; fi
# shellcheck disable=SC2016,SC2086 # expanded by the inner shell; empty when there is nothing to add
exec unshare $as_root --mount --propagation private sh -c '
  mount --bind "$IMNXPORT_WINDOWS_ROOT/etc" /etc && mount --bind "$IMNXPORT_WINDOWS_ROOT/usr" /usr && exec "$@"' sh "$@"
