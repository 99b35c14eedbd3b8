import { describe, expect, it } from '@jest/globals';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { lookOf } from '../../service/mail/mail-look.ts';
import { firstNameOf, viewMail } from '../../service/mail/mail-view.ts';
import { linksOf } from '../../service/mail/message-kinds.ts';
import { renderHtml } from '../../service/mail/render/render-html.ts';
import { renderText } from '../../service/mail/render/render-text.ts';
import { wordMail } from '../../service/mail/wording/wording.ts';
import { buildCalendarObject } from '../../service/mail/write-mail.ts';
import { type MessageKind, messageKinds } from '../../service/scheduling/decision.ts';
import { sampleFacts, sampleGuest, secrets } from './mail-samples.ts';

const proposal = {
  proposedByRecipient: true,
  startUtc: '2027-03-04T14:00:00Z',
  durationMinutes: 60,
  note: 'My clinic runs late that day.',
};
const previous = { startUtc: '2027-03-01T14:00:00Z', durationMinutes: 60 };
const session = 'Ophthalmo Practice Session';

function render(kind: MessageKind, changes: Partial<MailFacts> = {}) {
  const facts = sampleFacts(kind, { proposal, ...changes });
  const view = viewMail(facts, secrets);
  const content = wordMail(view);
  const text = renderText(content);
  const flat = text.replace(/\s+/g, ' ');
  return { facts, content, view, text, flat, html: renderHtml(content, lookOf(facts.application)) };
}

/** The words of a piece of HTML as a reader sees them. */
function readWords(markup: string): string {
  const body = markup.slice(markup.indexOf('<h1'));
  return body
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

describe('the words of a mail', () => {
  it.each(messageKinds)('say the same in text and HTML: %s', (kind) => {
    const { content, text, flat, html } = render(kind, {
      reason: 'A train',
      location: 'Room 4',
      previous,
    });
    const words = readWords(html);
    const said: string[] = [content.greeting];
    for (const block of content.blocks) {
      const times = block.is === 'times' ? block.times : block.is === 'time' ? [block] : [];
      for (const { label, local, length, lines } of times)
        said.push(label, local, length, ...lines);
      if (block.is === 'paragraph') said.push(block.text);
      if (block.is === 'quote' || block.is === 'detail') said.push(block.label, block.text);
      if (block.is !== 'actions') continue;
      for (const { label, url } of block.actions) {
        said.push(label);
        expect(html).toContain(`href="${url.replaceAll('&', '&amp;')}"`);
        expect(text).toContain(`\n${url}\n`);
      }
    }
    for (const line of content.footer) said.push(line.text);
    expect(said.length).toBeGreaterThan(4);
    for (const one of said) {
      expect(words).toContain(one);
      expect(flat).toContain(one);
    }
  });

  it.each(messageKinds)('offer every link the kind has, and no other: %s', (kind) => {
    const { text, html, view } = render(kind);
    const pattern = /https:\/\/parley\.example\/[^\s"<]+/g;
    const expected = linksOf(kind).map((purpose) => view.links[purpose]?.url);
    if (linksOf(kind).includes('propose')) expected.push(view.links.session ?? 'no session link');
    expect((text.match(pattern) ?? []).sort()).toEqual(expected.sort());
    expect([...new Set(html.match(pattern))].sort()).toEqual(expected);
  });

  it.each(messageKinds)('make an accessible page without anything from afar: %s', (kind) => {
    const { html } = render(kind);
    expect(html).toMatch(/^<!doctype html>\n<html [^>]*lang="en" dir="ltr"/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    for (const [table] of html.matchAll(/<table[^>]*>/g)) {
      expect(table).toContain('role="presentation"');
    }
    expect(html).not.toMatch(/<(img|script|link|iframe|form)|url\(|@import/i);
  });

  it('stay under 40 kB of HTML at the longest words allowed', () => {
    const { html } = render('invitation', {
      description: `${'"&'.repeat(2_000)}`,
      location: '<'.repeat(512),
      sessionName: '&'.repeat(128),
    });
    expect(Buffer.byteLength(html)).toBeLessThan(40_000);
  });

  it('escape what people wrote', () => {
    const { html } = render('proposal-to-decide', {
      proposal: { ...proposal, note: '<a href="https://evil.example">click</a> & "more"' },
    });
    expect(html).toContain('&lt;a href=&#34;https://evil.example&#34;&gt;click');
    expect(html).not.toContain('<a href="https://evil.example"');
  });

  it('show the old time struck and the new one plain', () => {
    const { text, html, content } = render('update', { proposal: null, previous });
    expect(content.subject).toBe(`${session} — Updated Time`);
    expect(text).toMatch(/Was: Monday, 1 March 2027, 15:00[\s\S]*Now: Tuesday, 2 March 2027/);
    expect(html.match(/<s [^>]*>/g)).toHaveLength(1);
    expect(html).toMatch(/<s [^>]*>Monday, 1 March 2027, 15:00 – 16:00<\/s>/);
  });

  it('claim no new time when there is none', () => {
    const same = { startUtc: '2027-03-02T14:00:00.000Z', durationMinutes: 60 };
    for (const changes of [{}, { previous: same }]) {
      const { content, html, flat } = render('update', changes);
      expect(content.subject).toBe(`${session} — Current Details`);
      expect(html).not.toContain('</s>');
      expect(flat).not.toMatch(/moved|new time, so|approved/);
    }
  });

  it.each([
    ['a move by the application', null, null, /Your .* with Hanna has moved\./],
    ['the other’s yes', true, 'host', /Hanna approved the new time you asked for, so your/],
    ['the reader’s own yes', false, 'guest', /You approved the new time, so your/],
    ['the application’s yes', true, 'application', /OphthalmoPro approved the new time you asked/],
    ['a yes of the application to the other', false, 'application', /Your .* has moved\./],
  ] as const)('tell who said yes to a new time: %s', (_what, isOwn, by, says) => {
    const { flat } = render('update', {
      previous,
      by,
      proposal: isOwn === null ? null : { ...proposal, proposedByRecipient: isOwn },
    });
    expect(flat).toMatch(says);
    expect(flat.match(/approved/g) ?? []).toHaveLength(/approved/.test(says.source) ? 1 : 0);
  });

  it.each([
    ['guest', /You declined, so your .* with Hanna does not take place\./],
    ['host', /Hanna cancelled your Ophthalmo Practice Session\./],
    ['application', /OphthalmoPro cancelled your .* with Hanna\./],
    [null, /Your .* with Hanna does not take place\./],
  ] as const)('tell by whom a session was cancelled, and why: %s', (by, says) => {
    const { flat, html, content } = render('cancellation', { by, reason: 'Ill <today>' });
    expect(content.subject).toBe(`${session} — Cancelled`);
    expect(flat).toMatch(says);
    expect(flat).toContain('The reason given: > Ill <today>');
    expect(html).toContain('Ill &lt;today&gt;');
    expect(html).toMatch(/<s [^>]*>Tuesday, 2 March 2027, 15:00 – 16:00<\/s>/);
    expect(flat.match(/cancelled your|You declined/g) ?? []).toHaveLength(by === null ? 0 : 1);
    expect(render('cancellation', { by }).flat).not.toContain('The reason given');
  });

  it.each([
    ['invitation', `${session} — Invitation`],
    ['cancellation', `${session} — Cancelled`],
    ['proposal-to-decide', `Approve new time for ${session}?`],
  ] as const)('have the subject people search for: %s', (kind, subject) => {
    expect(render(kind).content.subject).toBe(subject);
  });

  it('remind of an answer only whoever has given none', () => {
    const remind = (answer: MailFacts['recipient']['answer']) =>
      render('reminder', { recipient: { ...sampleGuest, answer } }).flat;
    expect(remind('needs-action')).toContain('You have not answered yet. Please answer Yes');
    for (const answer of ['accepted', 'tentative', 'declined'] as const) {
      expect(remind(answer)).not.toMatch(/answer/);
    }
  });

  it('tell the clock of nobody who has left', () => {
    const otherTimeZone = 'America/New_York';
    expect(render('invitation', { otherTimeZone }).flat).toContain('For Hanna: 09:00 – 10:00');
    expect(render('guest-left', { otherTimeZone }).flat).not.toMatch(/For Hanna|09:00/);
  });

  it.each([
    ['accepted', 'not-authenticated', /in your name accepts your .* could not be sure/],
    [
      'tentative',
      'other-address',
      /in your name says “Maybe” to your .* a mail address we do not know as yours/,
    ],
    ['declined', 'not-authenticated', /in your name declines your .* could not be sure/],
    [
      null,
      'other-address',
      /asks for another time for your .* a mail address we do not know as yours/,
    ],
  ] as const)('ask the person, and only ask, whether %s is theirs', (answer, because, says) => {
    const startUtc = answer === null ? '2027-03-04T14:00:00Z' : null;
    const doubt = { because, answer, startUtc, durationMinutes: 30, comment: 'Train late' };
    const { text, flat, content, view } = render('confirm-answer', { doubt });
    expect(content.subject).toBe(`${session} — Did You Send This?`);
    expect(flat).toMatch(says);
    expect(flat).toContain('It came with these words: > Train late');
    expect(flat).toContain('planned for: Tuesday, 2 March 2027, 15:00 – 16:00');
    const wish = 'The new time asked for: Thursday, 4 March 2027, 15:00 – 15:30 (30 minutes)';
    expect(flat.includes(wish)).toBe(answer === null);
    expect(flat).toContain('there is nothing you need to do: then nothing changes');
    expect(view.links.confirm?.url).toMatch(/^https:\/\/parley\.example\/confirm\?t=eyJ/);
    expect(text).toContain(`Yes, this is from me:\n${view.links.confirm?.url}\n`);
  });

  it('ask about a wish whose time nobody understood, without inventing one', () => {
    const doubt = { because: 'not-authenticated', answer: null, startUtc: null } as const;
    const { text } = render('confirm-answer', {
      doubt: { ...doubt, durationMinutes: null, comment: null },
    });
    expect(text).toContain('We could not understand which time it asks for.');
    expect(text).not.toContain('The new time asked for');
    expect(text).not.toContain('It came with');
  });

  it('offer the time that a mail written by hand asks for, filled in on the person’s own page', () => {
    const suggestedStartUtc = '2027-03-04T14:00:00.000Z';
    const { flat, view, content } = render('human-answer', { suggestedStartUtc });
    expect(flat).toContain(
      'You wrote about Thursday, 4 March 2027, 15:00, Central European Standard Time ' +
        '(UTC+01:00). Is that the new time you want to ask for?',
    );
    const propose = view.links.propose?.url;
    const actions = content.blocks.flatMap((one) => (one.is === 'actions' ? one.actions : []));
    expect(actions).toEqual([
      { label: 'Ask for this time', url: `${propose}&start=2027-03-04T14:00:00Z`, tone: 'main' },
      { label: 'Choose another time', url: propose, tone: 'quiet' },
    ]);
  });

  it('are as before for a mail that was owed before times could be suggested', () => {
    for (const changes of [{}, { suggestedStartUtc: null }]) {
      const { text, view } = render('human-answer', changes);
      expect(text).toContain(`Request a new time:\n${view.links.propose?.url}\n`);
      expect(text).not.toMatch(/start=|You wrote about/);
    }
  });

  it('do without a name when there is none', () => {
    for (const otherFirstName of [null, ' ', 'hanna@canary.example']) {
      const { text, content } = render('invitation', {
        otherFirstName,
        recipient: { ...sampleGuest, name: 'gina@example.net' },
      });
      expect(content.subject).toBe(`${session} — Invitation`);
      expect(content.heading).toBe(session);
      expect(text).toMatch(/^Hello,\n/);
      expect(text).toContain('ask your host for another');
    }
  });

  it('do not send people to their calendar for a proposal it may not make', () => {
    expect(render('invitation').text).toContain('propose one from your calendar');
    expect(render('invitation', { allowCounter: false }).text).not.toContain('propose one');
  });

  it('greet by first name, not by title', () => {
    expect(firstNameOf('Dr. Hanna Host')).toBe('Hanna');
    expect(firstNameOf(' Gina\tGast ')).toBe('Gina');
    expect(firstNameOf('Dr.')).toBe('Dr.');
    expect(firstNameOf('gina@example.net')).toBeNull();
    expect(firstNameOf('\u202E')).toBeNull();
  });
});

describe('a mail owed since before people were written to in their own language', () => {
  it.each(messageKinds)('is still written: %s', (kind) => {
    const { text, html, facts } = render(kind, { wordingVersion: 1, previous, reason: 'Ill' });
    const lacking = ['by', 'otherTimeZone', 'roomTimeZone', 'calendarZones', 'doubt'] as const;
    for (const name of lacking) expect(facts).not.toHaveProperty(name);
    expect(text).toMatch(/^Hello Gina,\n/);
    expect(`${text}${html}`).not.toMatch(/undefined|null|NaN|\[object|For Hanna/);
  });

  it('names nobody where it is not known who did it', () => {
    expect(render('cancellation', { wordingVersion: 1 }).flat).toMatch(
      /^Hello Gina, Your .* with Hanna does not take place\./,
    );
    expect(render('update', { wordingVersion: 1, previous }).flat).toMatch(
      /^Hello Gina, Your .* with Hanna has moved\./,
    );
    expect(render('proposal-declined', { wordingVersion: 1 }).flat).toContain(
      'The new time you asked for does not suit Hanna.',
    );
  });

  it('leaves out a reason that was frozen as an English sentence', () => {
    const reason = 'New times cannot be proposed from a calendar here';
    const { flat } = render('counter-not-understood', { wordingVersion: 1, reason });
    expect(flat).not.toContain('cannot be proposed');
    expect(flat).toContain('with Hanna. It stays: Tuesday, 2 March 2027');
  });

  it('has its calendar entry in UTC', () => {
    const { facts } = render('invitation', { wordingVersion: 1 });
    expect(buildCalendarObject(facts, secrets)?.timeZone).toBeNull();
  });
});
