#!/usr/bin/env bash
# Has other programs read the golden calendars, and the same objects for every zone there is, written
# now: python's icalendar (python3-icalendar) and libical (libical-dev, gcc). Installs nothing; what
# is missing is named and left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

echo "golden calendars: printed now and compared by bytes"
node test/calendar/programs/write-golden.ts "$work/golden" >/dev/null
diff -rq test/calendar/golden "$work/golden" || status=1
node test/calendar/programs/write-golden.ts "$work/every" every-zone >/dev/null
calendars=("$work"/golden/*.ics "$work"/every/*.ics)

python=""
for candidate in python3 /usr/bin/python3; do
  if "$candidate" -c 'import icalendar' 2>/dev/null; then python=$candidate; break; fi
done
if [ -n "$python" ]; then
  "$python" test/calendar/programs/read-golden.py "${calendars[@]}" || status=1
else
  echo "python icalendar is not here (python3-icalendar)"
fi

if command -v gcc >/dev/null && [ -e /usr/include/libical/ical.h ]; then
  gcc -O1 -Wall -o "$work/check-restrictions" test/calendar/programs/check-restrictions.c -lical
  "$work/check-restrictions" "${calendars[@]}" || status=1
else
  echo "libical or gcc is not here (libical-dev, gcc)"
fi
exit "$status"
