#!/usr/bin/env bash
# Restarts every service, one container after another, while a job runs at the simulated provider and somebody keeps asking,
# and says what came of it. Needs both files up, with two replicas of each service, as CONTRIBUTING.md says.
#   infra/compose/try/rolling-under-load.sh [ROWS [SERVICE…]]
# Variables: CELLMILL (http://127.0.0.1:8080), LEDGER (http://127.0.0.1:9099), KEY, COMPOSE as for rolling-restart.sh.
set -euo pipefail
folder="$(cd "$(dirname "$0")/.." && pwd)"
rows="${1:-20000}"
cellmill="${CELLMILL:-http://127.0.0.1:8080}"
ledger="${LEDGER:-http://127.0.0.1:9099}"
key="${KEY:-$(cat "$folder/secrets/first_key")}"
export COMPOSE="${COMPOSE:-docker compose -f $folder/compose.yaml -f $folder/compose.try.yaml}"
answers="$(mktemp)"

ask() {
  curl --silent --show-error --fail-with-body --header "Authorization: Bearer $key" "$@"
}

# The first text of that name in an answer.
member() {
  sed "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/" <<< "$2"
}

# Somebody asks all the time: what is not answered by 200 is counted.
keep_asking() {
  while :; do
    curl --silent --output /dev/null --max-time 20 --write-out '%{http_code} %{time_total}\n' \
      --header "Authorization: Bearer $key" "$1" >> "$answers" || true
    sleep 0.2
  done
}

ask --request DELETE "$ledger/ledger" > /dev/null
sheet="$(member id "$(seq 1 "$rows" | sed 's/.*/{"n":"&"}/' \
  | ask --header 'Content-Type: application/x-ndjson' --data-binary @- "$cellmill/v1/sheets?name=rolling")")"
job="$(member id "$(ask --header 'Content-Type: application/json' "$cellmill/v1/jobs" \
  --data "{\"sheet\":\"$sheet\",\"columns\":[{\"name\":\"answer\",\"prompt\":\"What is {{n}}?\"}]}")")"
echo "job $job of $rows cells"

keep_asking "$cellmill/v1/status/jobs/$job" & status=$!
keep_asking "$cellmill/v1/jobs/$job" & api=$!
trap 'kill $status $api 2> /dev/null; rm -f "$answers"' EXIT
"$folder/rolling-restart.sh" "${@:2}"
echo "$(date +%H:%M:%S) all are restarted: $(ask "$cellmill/v1/status/jobs/$job" | tr -d '\n' | cut -c1-600)"

until [ "$(member state "$(ask "$cellmill/v1/jobs/$job")")" != processing ]; do
  sleep 1
done
kill "$status" "$api"
echo "$(date +%H:%M:%S) ended: $(ask "$cellmill/v1/status/jobs/$job" | tr -d '\n' | cut -c1-600)"
echo "audit: $(ask "$cellmill/v1/status/jobs/$job/audit" | tr -d '\n' | cut -c1-400)"
echo "provider: $(ask "$ledger/ledger/summary" | tr -d '\n' | cut -c1-400)"
echo "asked meanwhile: $(sort "$answers" | awk '{n[$1]++; if ($2 > slow) slow = $2} END {for (c in n) printf "%d × %s  ", n[c], c; printf "slowest %s s", slow}')"
