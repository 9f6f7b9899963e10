#!/bin/sh
# Builds Mainstay, and the Stripe sandbox where it is here. The production image is built without it.
set -e
cd "$(dirname "$0")"
# NODE_ENV=production makes npm leave them out.
if [ ! -x node_modules/.bin/tsc ]; then
  echo 'Mainstay cannot be built, because its build tools are not installed: type "npm ci --include=dev", or use the image (docs/operating.md, "Containers").' >&2
  exit 1
fi
tsc -p tsconfig.build.json

# The program reads these files from beside its compiled code.
for folder in web/browser platform/database/migrations; do
  mkdir -p "dist/$folder"
  cp "src/$folder/"* "dist/$folder/"
  for copy in "dist/$folder/"*; do
    if [ ! -e "src/$folder/${copy##*/}" ]; then rm "$copy"; fi
  done
done
mkdir -p dist/messages
rm -f dist/messages/*.json
cp src/messages/*.json dist/messages/

if [ -d stripe-sandbox ]; then npm run --silent build --workspace stripe-sandbox; fi
