#!/bin/sh
# Builds what `npm start` runs, unless nothing has changed since the last build that had no mistakes.
set -e
cd "$(dirname "$0")"
# By change of status, as a file that is copied here may keep an old time of modification.
if [ -f dist/.built ] && [ -f dist/main.js ] && [ -f stripe-sandbox/dist/main.js ] &&
  changed=$(find src stripe-sandbox/src ./*.json build.sh stripe-sandbox/*.json -cnewer dist/.built 2>&1) &&
  [ -z "$changed" ]; then
  exit 0
fi
mkdir -p dist
# As old as the beginning: what is changed while it builds is built the next time.
touch "dist/.building.$$"
sh build.sh
mv "dist/.building.$$" dist/.built
