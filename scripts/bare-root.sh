#!/bin/sh
# Runs a command in a bare Debian: bare-root.sh DEBIAN FOLDER COMMAND ARGUMENT...
#
# DEBIAN is the folder with that system. It is read-only there, but for /tmp and a copy of its /etc, which are gone afterwards;
# FOLDER is all that it sees of this machine, as its /mnt. The command has mounts and processes of its own: nothing stays.
set -eu
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount --pid --fork --kill-child --propagation private sh -euc '
  root=$1; folder=$2; shift 2
  mount --bind "$root" "$root"
  mount -o remount,bind,ro "$root"
  mount -t tmpfs none "$root/run"
  cp -a "$root/etc" "$root/run/etc"
  mount --bind "$root/run/etc" "$root/etc"
  mount -t tmpfs none "$root/tmp"
  mount -t proc none "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --bind "$folder" "$root/mnt"
  cd "$root/mnt"
  exec chroot "$root" /usr/bin/env -i PATH=/mnt/bin:/usr/bin:/bin HOME=/mnt/home no_proxy="*" \
    /bin/sh -c "cd /mnt/app && exec \"\$@\"" sh "$@"' sh "$@"
