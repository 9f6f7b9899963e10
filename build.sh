#!/bin/sh
# Builds Mainstay, and the Stripe sandbox where it is here. The production image is built without it.
set -e
cd "$(dirname "$0")"
tsc -p tsconfig.build.json
if [ -d stripe-sandbox ]; then npm run --silent build --workspace stripe-sandbox; fi
