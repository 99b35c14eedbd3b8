import { languages } from '../../service/mail/language.ts';
import type { Role } from '../../service/scheduling/room.ts';
import { isThorough } from '../house/thorough.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

/** A host and a guest whom any word of theirs gives away. */
const host = { name: 'Hanna Hostcanary', email: 'hanna@hostcanary.example' };
const guest = { name: 'Gil Guestcanary', email: 'gil@guestcanary.example' };
const hostZone = 'Pacific/Chatham';
const guestZone = 'America/Argentina/Ushuaia';
const secretsOf = { host: /hostcanary|chatham/i, guest: /guestcanary|ushuaia|argentin/i };

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
});
afterAll(() => house.close());

/** Every zone is on offer in the form; one that is chosen or named first has an attribute. */
const withoutZoneList = (html: string) => html.replace(/<option>[^<]*<\/option>/g, '');
const unfold = (ics: string) => ics.replace(/\r\n[ \t]/g, '');

async function openBooked(locale: string) {
  const roomId = await house.create({
    host: { ...host, locale, timeZone: hostZone },
    guest: { ...guest, locale, timeZone: guestZone },
    joinUrl: 'https://meet.example/abc',
  });
  const links = {
    host: await house.token(roomId, 'host', 'propose'),
    guest: await house.token(roomId, 'guest', 'propose'),
  };
  await house.apply(roomId, {
    do: 'propose',
    by: 'guest',
    source: 'page',
    proposalId: house.random.uuid(),
    startUtc: new Date('2027-03-11T16:30:00Z'),
    durationMinutes: 90,
    note: `My train is late.\nWrite to ${guest.email} <b>please</b>`,
  });
  return { roomId, links };
}

/** A request of one of the two, and what they are shown. */
async function look(role: Role, path: string, method: 'get' | 'post' = 'get') {
  const { pathname, searchParams } = new URL(path, house.url);
  const token = searchParams.get('t') ?? '';
  const form = () => house.fill(pathname, { t: token });
  const page = await (method === 'get'
    ? house.http.get(path)
    : house.http.post(pathname).type('form').send(form()));
  return {
    path: `${method} ${pathname} as ${role}`,
    status: page.status,
    other: role === 'host' ? ('guest' as const) : ('host' as const),
    text: page.text,
    shown: `${JSON.stringify(page.headers)}\n${withoutZoneList(unfold(page.text))}`,
  };
}

const shownLanguages = languages.filter((one) => isThorough || ['en', 'de', 'ar'].includes(one));

it.each(shownLanguages)(
  'no page in %s shows the other’s last name, address or zone',
  async (locale) => {
    const { roomId, links } = await openBooked(locale);
    const decide = await house.token(roomId, 'host', 'approve');
    const seen = [
      await look('host', `/session?r=${links.host}`),
      await look('guest', `/session?r=${links.guest}`),
      await look('host', `/reschedule?r=${links.host}`),
      await look('guest', `/reschedule?r=${links.guest}`),
      await look('guest', `/reschedule?r=${links.guest}&start=2027-03-12T10:00:00Z`),
      await look('host', `/approve?t=${decide}`),
      await look('host', `/session/invite.ics?r=${links.host}`),
      await look('guest', `/session/invite.ics?r=${links.guest}`),
      await look('host', `/approve?t=${decide}`, 'post'),
      await look('host', `/approve?t=${decide}`),
    ];
    for (const { path, status, shown, other, text } of seen) {
      expect([path, status]).toEqual([path, 200]);
      expect(shown.match(secretsOf[other])?.[0] ?? `nothing in ${path}`).toBe(`nothing in ${path}`);
      const isFile = path.includes('.ics');
      expect(text).toContain(isFile ? 'BEGIN:VCALENDAR' : `<html lang="${locale}"`);
      // Each sees how late it is for the other, and nothing else of them but a first name.
      if (path.includes('/session as')) expect(text).toMatch(/UTC[+-]\d\d:\d\d/);
      if (!isFile) expect(text).toMatch(other === 'host' ? /Hanna/ : /Gil/);
    }
  },
);

it('the calendar file is its reader’s own, and names nobody else', async () => {
  const { links } = await openBooked('en');
  for (const [role, own] of [
    ['host', host],
    ['guest', guest],
  ] as const) {
    const { text } = await look(role, `/session/invite.ics?r=${links[role]}`);
    const file = unfold(text);
    expect(file.match(/^ATTENDEE.*$/gm)).toHaveLength(1);
    expect(file).toMatch(new RegExp(`^ATTENDEE.*mailto:${own.email}\\s*$`, 'm'));
    const addresses = new Set(file.match(/[\w.-]+@[\w.-]+\w/g));
    const foreign = [...addresses].filter((one) => !/@(in\.)?parley\.example$/.test(one));
    expect(foreign).toEqual([own.email]);
  }
});
