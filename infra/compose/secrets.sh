#!/usr/bin/env bash
# Makes the secrets that are missing, each a file of infra/compose/secrets; those that are there stay as they are.
set -euo pipefail
folder="$(cd "$(dirname "$0")" && pwd)/secrets"

# The folder keeps others of this machine out. The files themselves are readable, since each container's user, a number
# that this machine does not know, has to read them.
mkdir -p "$folder"
chmod 700 "$folder"
umask 022

make() {
  local file="$folder/$1"
  shift
  [ -s "$file" ] || "$@" > "$file"
}

password() {
  openssl rand -hex 24 | tr -d '\n'
}

# As Cellmill makes them: an id, which is no secret, and 32 random bytes.
key() {
  printf 'cm_%s_%s' "$(openssl rand -hex 6)" "$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n')"
}

base64_key() {
  openssl rand -base64 32 | tr -d '\n'
}

for name in postgres owner job_api cell_worker status_service kafka grafana; do
  make "${name}_password" password
done
make first_key key
make secrets_key base64_key
echo "the secrets are in $folder; keep a copy of secrets_key with the backups" >&2
