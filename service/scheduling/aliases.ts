import { limits } from '../limits.ts';
import { normaliseAddress, sameMailbox } from './address.ts';
import type { Attendee } from './room.ts';

/**
 * The person with one more address they proved to be theirs. Their own mailbox needs no
 * remembering, and the other person's is never anybody's alias: it would let one of the two answer
 * for the other. The oldest make room for a new one.
 */
export function withAlias(
  person: Attendee,
  written: string | null,
  other: Attendee | null,
): Attendee {
  const alias = written === null ? null : normaliseAddress(written);
  if (alias === null || person.aliases.includes(alias)) return person;
  if (sameMailbox(alias, person.email)) return person;
  if (other !== null && sameMailbox(alias, other.email)) return person;
  return { ...person, aliases: [...person.aliases, alias].slice(-limits.aliasesPerPerson) };
}

/** The person without the aliases that lead to somebody else's mailbox; mostly the same person. */
export function withoutAliasesOf(person: Attendee, email: string): Attendee {
  const aliases = person.aliases.filter((alias) => !sameMailbox(alias, email));
  return aliases.length === person.aliases.length ? person : { ...person, aliases };
}
