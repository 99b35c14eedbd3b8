import type { FrozenLink, MailFacts } from '../mail/mail-facts.ts';
import { firstNameOf } from '../mail/mail-view.ts';
import { linksOf, methodOf } from '../mail/message-kinds.ts';
import type { OwedMessage } from '../outbox/outbox-store.ts';
import type { Random } from '../ports.ts';
import type { Doubt, MessageIntent } from '../scheduling/decision.ts';
import { wholeSecond } from '../scheduling/stamp.ts';
import { endOf, linkEndOf } from '../scheduling/times.ts';
import type { NewLink } from './link-store.ts';
import type { StoredRoom } from './stored-room.ts';

/** What links and addresses are made with; the secrets themselves stay outside the waist. */
export interface Mint {
  readonly signingKeyId: string;
  hashLink(
    claims: Pick<NewLink, 'id' | 'purpose' | 'keyId' | 'issuedAt' | 'expiresAt'> & {
      readonly icsUid: string;
      readonly role: 'host' | 'guest';
      readonly email: string;
    },
  ): Buffer;
  hashReplyToken(attendeeId: string, keyId: string): Buffer;
  hashBounceToken(outboxId: string, keyId: string): Buffer;
  /** What is kept of the address of a person who was erased. */
  hashErasedAddress(emailKey: string, keyId: string): Buffer;
}

/** Where mails come from and where links lead; frozen into each message. */
export interface MailHome {
  readonly fromAddress: string;
  readonly inboundDomain: string;
  readonly publicUrl: string;
}

export interface FreezeContext {
  readonly mint: Mint;
  readonly home: MailHome;
  readonly random: Random;
  readonly now: Date;
}

/** Turns what the rules owe into an outbox row with every fact frozen, and its links. */
export function freezeMessage(
  stored: StoredRoom,
  intent: MessageIntent,
  context: FreezeContext,
): { message: OwedMessage; links: NewLink[] } {
  const outboxId = context.random.uuid();
  const links = makeLinks(stored, intent, context);
  const { to } = intent;
  const message: OwedMessage = {
    applicationId: stored.applicationId,
    id: outboxId,
    roomId: stored.room.id,
    attendeeId: to.id,
    attendeeEmail: to.email,
    icsUid: stored.room.icsUid,
    kind: intent.kind,
    method: methodOf(intent.kind, declinesCounter(stored, intent)),
    sequence: intent.sequence,
    revision: intent.revision,
    roomVersion: stored.version,
    proposalId: intent.proposalId,
    facts: freezeFacts(stored, intent, outboxId, links, context),
    messageId: `<${outboxId}@${context.home.inboundDomain}>`,
    bounceHash: context.mint.hashBounceToken(outboxId, context.mint.signingKeyId),
    sendAt: intent.sendAt ?? context.now,
    createdAt: context.now,
  };
  return { message, links };
}

/** Every fact of a mail about the room as `stored` has it. */
export function freezeFacts(
  stored: StoredRoom,
  intent: MessageIntent,
  outboxId: string,
  links: readonly NewLink[],
  { mint, home, now }: Omit<FreezeContext, 'random'>,
): MailFacts {
  const { room, settings } = stored;
  const { to, other } = intent;
  return {
    kind: intent.kind,
    wordingVersion: 2,
    messageId: `<${outboxId}@${home.inboundDomain}>`,
    // One thread per room and person: every mail refers to the same root (RFC 5322 §3.6.4).
    inReplyTo: `<${to.id}@${home.inboundDomain}>`,
    date: wholeSecond(intent.sendAt ?? now).toISOString(),
    ...home,
    application: { organizerName: settings.organizerName, brand: settings.brand },
    recipient: {
      attendeeId: to.id,
      role: to.role,
      name: to.name,
      email: to.email,
      timeZone: to.timeZone ?? '',
      locale: to.locale ?? settings.defaultLocale,
      answer: to.answer,
      replyKeyId: stored.replyKeyIds.get(to.id) ?? mint.signingKeyId,
    },
    otherFirstName: other && firstNameOf(other.name),
    otherTimeZone: other?.timeZone ?? null,
    roomTimeZone: settings.defaultTimeZone,
    ...frozenWording(stored, intent),
    icsUid: room.icsUid,
    sequence: intent.sequence,
    stampedAt: intent.stampedAt.toISOString(),
    startUtc: intent.startUtc.toISOString(),
    durationMinutes: intent.durationMinutes,
    previous: intent.previous && {
      startUtc: intent.previous.startUtc.toISOString(),
      durationMinutes: intent.previous.durationMinutes,
    },
    proposal: frozenProposal(stored, intent),
    reason: intent.reason,
    by: intent.by,
    allowCounter: settings.allowCounter,
    calendarZones: settings.calendarZones,
    declinesCounter: declinesCounter(stored, intent),
    suggestedStartUtc: intent.suggestedStartUtc?.toISOString() ?? null,
    doubt: intent.doubt && frozenDoubt(intent.doubt),
    links: links.map(toFrozenLink),
    outboxId,
    bounceKeyId: mint.signingKeyId,
  };
}

/**
 * A guest who left and is sent the CANCEL again is told nothing of the session as it is now: it may
 * be somebody else's.
 */
function frozenWording({ room, settings }: StoredRoom, { to, kind, revision }: MessageIntent) {
  const isRepeated = kind === 'cancellation' && revision > 0;
  if (isRepeated && to.id !== room.host.id && to.id !== room.guest?.id) {
    const { sessionName } = settings;
    return { sessionName, description: null, location: null, joinUrl: null };
  }
  const { description, location, joinUrl } = room;
  return { sessionName: room.sessionName ?? settings.sessionName, description, location, joinUrl };
}

function frozenProposal({ room }: StoredRoom, intent: MessageIntent): MailFacts['proposal'] {
  const proposal = room.proposals.find((one) => one.id === intent.proposalId);
  if (!proposal) return null;
  return {
    proposedByRecipient: proposal.attendeeId === intent.to.id,
    startUtc: proposal.startUtc.toISOString(),
    durationMinutes: proposal.durationMinutes,
    note: proposal.note,
  };
}

/** The mail itself stays out of it: the link knows which one is meant. */
function frozenDoubt({ inboundMailId: _, startUtc, ...doubt }: Doubt) {
  return { ...doubt, startUtc: startUtc?.toISOString() ?? null };
}

/** A new time that a calendar proposed and that is refused, where its application wants it so. */
function declinesCounter({ room, settings }: StoredRoom, intent: MessageIntent): boolean {
  if (!settings.sendDeclineCounter) return false;
  if (intent.kind === 'counter-not-understood') return true;
  const proposal = room.proposals.find((one) => one.id === intent.proposalId);
  return intent.kind === 'proposal-declined' && proposal?.source === 'mail';
}

function makeLinks(
  { room, settings }: StoredRoom,
  intent: MessageIntent,
  { mint, random, now }: FreezeContext,
): NewLink[] {
  const proposal = room.proposals.find((one) => one.id === intent.proposalId);
  return linksOf(intent.kind).map((purpose) => {
    const decides = purpose === 'approve' || purpose === 'decline';
    const claims = {
      id: random.uuid(),
      purpose,
      icsUid: room.icsUid,
      role: intent.to.role,
      email: intent.to.email,
      keyId: mint.signingKeyId,
      issuedAt: wholeSecond(now),
      expiresAt: wholeSecond(
        (decides && proposal?.expiresAt) ||
          (purpose === 'keep' && intent.to.heldDecline?.until) ||
          (purpose === 'propose' &&
            linkEndOf(intent, settings.linkTtlHours, intent.sendAt ?? now)) ||
          endOf(intent),
      ),
    };
    return {
      ...claims,
      attendeeId: intent.to.id,
      proposalId: decides ? intent.proposalId : null,
      inboundMailId: (purpose === 'confirm' && intent.doubt?.inboundMailId) || null,
      tokenHash: mint.hashLink(claims),
    };
  });
}

const toFrozenLink = (link: NewLink): FrozenLink => ({
  id: link.id,
  purpose: link.purpose as FrozenLink['purpose'],
  keyId: link.keyId,
  issuedAt: link.issuedAt.toISOString(),
  expiresAt: link.expiresAt.toISOString(),
});
