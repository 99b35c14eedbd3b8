/** Who can sign in. A real application has accounts; this demo has four people in a list. */
export interface Person {
  readonly id: string;
  readonly role: 'host' | 'guest';
  readonly name: string;
  /** Known to this application and to Parley; never shown to the other person. */
  readonly email: string;
  readonly timeZone: string;
  readonly locale: string;
}

export const people: readonly Person[] = [
  {
    id: 'helen',
    role: 'host',
    name: 'Helen Hart',
    email: 'helen@host.example',
    timeZone: 'Europe/London',
    locale: 'en-GB',
  },
  {
    id: 'hugo',
    role: 'host',
    name: 'Hugo Hall',
    email: 'hugo@host.example',
    timeZone: 'Europe/Berlin',
    locale: 'en-GB',
  },
  {
    id: 'gil',
    role: 'guest',
    name: 'Gil Grant',
    email: 'gil@guest.example',
    timeZone: 'America/New_York',
    locale: 'en-US',
  },
  {
    id: 'gina',
    role: 'guest',
    name: 'Gina Gray',
    email: 'gina@guest.example',
    timeZone: 'Asia/Kolkata',
    locale: 'en-GB',
  },
];

export const findPerson = (id: unknown): Person | null =>
  people.find((person) => person.id === id) ?? null;

export const findByEmail = (email: string | undefined): Person | null =>
  people.find((person) => person.email === email) ?? null;

export const firstName = (name: string): string => name.split(' ')[0] ?? name;

/** What Parley is told of a person. */
export function asAttendee({ name, email, timeZone, locale }: Person) {
  return { name, email, timeZone, locale };
}
