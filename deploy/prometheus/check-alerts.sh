#!/bin/sh
# Reads the configuration and the rules as Prometheus does, and tries every alert both ways.
set -eu
cd "$(dirname "$0")"
if ! command -v promtool >/dev/null; then
  echo "promtool is not here: it comes with Prometheus (Debian: apt-get install prometheus)" >&2
  exit 1
fi
promtool check config prometheus.yml
promtool test rules tests/*.test.yml
