#!/usr/bin/env bash
# Restarts services one container after another while they work, or moves them to another image (CELLMILL_VERSION): a new
# one is started and ready before an old one is told to stop, and that has its grace period to end what it began. Without
# names: all services, in the order in which they are upgraded.
#   infra/compose/rolling-restart.sh [status-service cell-worker job-api]
# Variables: COMPOSE, the command with its files (default: docker compose -f infra/compose/compose.yaml).
set -euo pipefail
folder="$(cd "$(dirname "$0")" && pwd)"
# shellcheck disable=SC2206 # a command of several words
compose=(${COMPOSE:-docker compose -f "$folder/compose.yaml"})
[ $# -gt 0 ] || set -- status-service cell-worker job-api
ready_within=180

now() {
  date +%H:%M:%S
}

ready() {
  local container="$1" waited
  for ((waited = 0; waited < ready_within; waited++)); do
    [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" != healthy ] || return 0
    sleep 1
  done
  echo "$(now) $container is not ready after $ready_within s; the old containers go on" >&2
  docker logs --tail 20 "$container" >&2
  exit 1
}

for service in "$@"; do
  mapfile -t old < <("${compose[@]}" ps --quiet "$service")
  [ ${#old[@]} -gt 0 ] || { echo "no container of $service runs" >&2; exit 1; }
  # one beside them, so that there are never fewer
  for container in "${old[@]}"; do
    before="$("${compose[@]}" ps --quiet "$service" | sort)"
    "${compose[@]}" --progress quiet up --detach --no-deps --no-recreate --scale "$service=$((${#old[@]} + 1))" "$service"
    new="$(comm -13 <(echo "$before") <("${compose[@]}" ps --quiet "$service" | sort))"
    ready "$new"
    # SIGTERM, and SIGKILL only after the container's own grace period
    docker stop "$container" > /dev/null
    code="$(docker inspect --format '{{.State.ExitCode}}' "$container")"
    docker rm --volumes "$container" > /dev/null
    echo "$(now) $service: ${new:0:12} took over from ${container:0:12}, which ended with $code"
    # 143: Java ended by SIGTERM, in order
    [ "$code" = 143 ] || [ "$code" = 0 ] || { echo "it was not stopped in order" >&2; exit 1; }
  done
done
