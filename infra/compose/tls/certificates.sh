#!/usr/bin/env bash
# Makes an authority and certificates for the broker and the database of compose.yaml, in infra/compose/tls/certificates: for
# trials, or until your own authority makes them. What is there stays.
set -euo pipefail
folder="$(cd "$(dirname "$0")" && pwd)/certificates"
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"
umask 022

[ -s ca.key ] || openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=Cellmill trial authority" \
  -keyout ca.key -out ca.crt 2> /dev/null

for server in kafka postgres; do
  [ ! -s "$server.crt" ] || continue
  openssl req -newkey rsa:3072 -nodes -subj "/CN=$server" -keyout "$server.key" -out "$server.csr" 2> /dev/null
  openssl x509 -req -in "$server.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -out "$server.crt" \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost\nextendedKeyUsage=serverAuth' "$server") 2> /dev/null
  rm "$server.csr"
done
# Kafka reads key and certificates from one file; containers' users read what the folder keeps from others of this machine
cat kafka.key kafka.crt > kafka.pem
chmod 600 ca.key
chmod 644 kafka.key kafka.pem postgres.key
