"""Reads streams of calendar objects with python's icalendar, times by their own VTIMEZONE.

usage: read-golden.py FILE...   Each object's SUMMARY says which instants its times must be.
"""
import re
import sys
from datetime import datetime, timezone

from icalendar import Calendar

FORM = "%Y%m%dT%H%M%SZ"


def read_instant(event, name, zones):
    line = event[name]
    zone = line.params.get("TZID")
    if zone is None:
        return line.dt.astimezone(timezone.utc)
    # Not by the zone's name: that would test the zone data of this machine.
    wall = line.dt.replace(tzinfo=None)
    return zones[zone].localize(wall, is_dst=None).astimezone(timezone.utc)


def read_calendar(calendar):
    if not isinstance(calendar, Calendar) or calendar.errors:
        raise ValueError("not a calendar, or one with errors: %s" % calendar.errors)
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
    (event,) = calendar.walk("VEVENT")
    if event.errors:
        raise ValueError("errors: %s" % event.errors)
    return [read_instant(event, name, zones) for name in ("DTSTART", "DTEND")], str(event["SUMMARY"])


def main(paths):
    passed = failed = 0
    for path in paths:
        with open(path, "rb") as file:
            texts = re.findall(rb"BEGIN:VCALENDAR\r\n.*?END:VCALENDAR\r\n", file.read(), re.DOTALL)
        for index, text in enumerate(texts):
            try:
                found, summary = read_calendar(Calendar.from_ical(text))
                wanted = [
                    datetime.strptime(one, FORM).replace(tzinfo=timezone.utc)
                    for one in summary.split("/")
                ]
                if found != wanted:
                    raise ValueError("read as %s, must be %s" % (found, wanted))
                passed += 1
            except Exception as error:  # whatever it is, it is a failure of this object
                failed += 1
                print("%s, object %d: %r" % (path, index, error))
        if not texts:
            failed += 1
            print("%s: no calendar object" % path)
    print("python icalendar: %d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


sys.exit(main(sys.argv[1:]))
