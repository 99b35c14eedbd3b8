/*
 * Reads streams of calendar objects with libical: its table of what iTIP allows
 * (icalrestriction_check), its own errors, and the times by the VTIMEZONE of the object.
 *
 * usage: check-restrictions FILE...   Each object's SUMMARY says which instants its times must be.
 */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    size_t size = 0, room = 1 << 20;
    char *text = malloc(room + 1);
    while (text != NULL && size < room) {
        size_t count = fread(text + size, 1, room - size, file);
        if (count == 0)
            break;
        size += count;
    }
    if (text != NULL)
        text[size] = '\0';
    fclose(file);
    return text;
}

/* Writes `20270112T150000Z`; false when the zone is not in the object or the time not whole. */
static int print_utc(icalcomponent *event, icalproperty_kind kind, char *out, size_t size)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    if (property == NULL)
        return 0;
    icalcomponent *calendar = icalcomponent_get_parent(event);
    icalparameter *zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    struct icaltimetype time = icalvalue_get_datetime(icalproperty_get_value(property));
    if (zone != NULL) {
        /* Of the object alone, never the one of that name which libical brings along. */
        icaltimezone *own = icalcomponent_get_timezone(calendar, icalparameter_get_tzid(zone));
        if (own == NULL)
            return 0;
        time.zone = own;
    } else if (!icaltime_is_utc(time)) {
        return 0;
    }
    time = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
    int length = snprintf(out, size, "%04d%02d%02dT%02d%02d%02dZ", time.year, time.month, time.day,
                          time.hour, time.minute, time.second);
    return length == 16;
}

/* What is wrong with one VCALENDAR; NULL when nothing is. */
static const char *find_trouble(icalcomponent *calendar)
{
    static char text[512];
    if (!icalrestriction_check(calendar) || icalcomponent_count_errors(calendar) > 0) {
        snprintf(text, sizeof text, "%.500s", icalcomponent_as_ical_string(calendar));
        char *error = strstr(text, "X-LIC-ERROR");
        return error != NULL ? error : "refused";
    }
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    const char *summary = event == NULL ? NULL : icalcomponent_get_summary(event);
    char start[64], end[64], both[160];
    if (summary == NULL || !print_utc(event, ICAL_DTSTART_PROPERTY, start, sizeof start) ||
        !print_utc(event, ICAL_DTEND_PROPERTY, end, sizeof end))
        return "no times, or no VTIMEZONE for them";
    snprintf(both, sizeof both, "%s/%s", start, end);
    if (strcmp(both, summary) == 0)
        return NULL;
    snprintf(text, sizeof text, "read as %s, must be %s", both, summary);
    return text;
}

static int check_calendar(const char *path, icalcomponent *calendar)
{
    const char *trouble = find_trouble(calendar);
    if (trouble != NULL)
        printf("%s: %s\n", path, trouble);
    return trouble == NULL;
}

int main(int count, char **paths)
{
    int passed = 0, failed = 0;
    for (int index = 1; index < count; index++) {
        char *text = read_file(paths[index]);
        icalcomponent *root = text == NULL ? NULL : icalparser_parse_string(text);
        int before = passed + failed;
        if (root != NULL && icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) {
            *(check_calendar(paths[index], root) ? &passed : &failed) += 1;
        } else if (root != NULL) {
            icalcompiter each = icalcomponent_begin_component(root, ICAL_VCALENDAR_COMPONENT);
            icalcomponent *calendar;
            for (; (calendar = icalcompiter_deref(&each)) != NULL; icalcompiter_next(&each))
                *(check_calendar(paths[index], calendar) ? &passed : &failed) += 1;
        }
        if (passed + failed == before) {
            failed++;
            printf("%s: no calendar object\n", paths[index]);
        }
        if (root != NULL)
            icalcomponent_free(root);
        free(text);
    }
    printf("libical: %d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
