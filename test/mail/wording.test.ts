import { describe, expect, it } from '@jest/globals';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { firstNameOf, viewMail } from '../../service/mail/mail-view.ts';
import { linksOf } from '../../service/mail/message-kinds.ts';
import { renderHtml } from '../../service/mail/wording/render-html.ts';
import { renderText } from '../../service/mail/wording/render-text.ts';
import { wordMail } from '../../service/mail/wording/wording.ts';
import { type MessageKind, messageKinds } from '../../service/scheduling/decision.ts';
import { sampleFacts, sampleGuest, secrets } from './mail-samples.ts';

const proposal = {
  proposedByRecipient: true,
  startUtc: '2027-03-04T14:00:00Z',
  durationMinutes: 60,
  note: 'My clinic runs late that day.',
};

function render(kind: MessageKind, changes: Partial<MailFacts> = {}) {
  const view = viewMail(sampleFacts(kind, { proposal, ...changes }), secrets);
  const content = wordMail(view);
  return { content, view, text: renderText(content, view), html: renderHtml(content, view) };
}

/** The words of a piece of HTML as a reader sees them. */
function readWords(markup: string): string {
  const body = markup.slice(markup.indexOf('<h1'));
  return body
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

describe('the words of a mail', () => {
  it.each(messageKinds)('say the same in text and HTML: %s', (kind) => {
    const { content, text, html } = render(kind);
    const words = readWords(html);
    const flat = text.replace(/\s+/g, ' ');
    for (const block of content.blocks) {
      if (block.is === 'paragraph' || block.is === 'quote') {
        expect(words).toContain(block.text);
        expect(flat).toContain(block.text);
      }
      if (block.is === 'time') {
        expect(words).toContain(block.time.local);
        expect(flat).toContain(block.time.local);
        expect(flat).toContain(block.time.zone);
      }
      if (block.is === 'actions') {
        for (const { label, url } of block.actions) {
          expect(html).toContain(`href="${url}"`);
          expect(words).toContain(label);
          expect(text).toContain(`\n${url}\n`);
        }
      }
    }
  });

  it.each(messageKinds)('offer every link the kind has, and no other: %s', (kind) => {
    const { text, view } = render(kind);
    const urls = text.match(/https:\/\/parley\.example\/\S+/g) ?? [];
    const expected = linksOf(kind).map((purpose) => view.links[purpose]?.url);
    expect([...urls].sort()).toEqual(expected.sort());
  });

  it.each(messageKinds)('make an accessible page without anything from afar: %s', (kind) => {
    const { html } = render(kind);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html.match(/<table/g)?.length).toBe(html.match(/<table role="presentation"/g)?.length);
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
    expect(html).toContain('&lt;a href=&quot;https://evil.example&quot;&gt;click');
    expect(html).not.toContain('<a href="https://evil.example"');
  });

  it('show the old time struck and the new one plain', () => {
    const previous = { startUtc: '2027-03-01T14:00:00Z', durationMinutes: 60 };
    const { text, html, content } = render('update', { previous });
    expect(content.subject).toBe('Ophthalmo Practice Session with Hanna — Updated time');
    expect(text).toMatch(/Was: Monday, 1 March 2027, 15:00[\s\S]*Now: Tuesday, 2 March 2027/);
    expect(html).toMatch(/<s>Monday, 1 March 2027, 15:00 – 16:00 \(60 minutes\)<\/s>/);
  });

  it('claim no new time when there is none', () => {
    const previous = { startUtc: '2027-03-02T14:00:00.000Z', durationMinutes: 60 };
    for (const changes of [{}, { previous }]) {
      const { content, html } = render('update', changes);
      expect(content.subject).toBe('Ophthalmo Practice Session with Hanna — Current details');
      expect(html).not.toContain('<s>');
    }
  });

  it.each([
    ['invitation', 'Ophthalmo Practice Session with Hanna — Invitation'],
    ['cancellation', 'Ophthalmo Practice Session with Hanna — Cancelled'],
    ['proposal-to-decide', 'Approve a new time for Ophthalmo Practice Session?'],
  ] as const)('have the subject people search for: %s', (kind, subject) => {
    expect(render(kind).content.subject).toBe(subject);
  });

  it.each([
    ['accepted', 'not-authenticated', /says that you accept your .* could not be sure/],
    ['tentative', 'other-address', /says that you may come to .* another address than the one/],
    ['declined', 'not-authenticated', /says that you decline your .* could not be sure/],
    [null, 'other-address', /asks for another time for your .* another address than/],
  ] as const)('ask the person, and only ask, whether %s is theirs', (answer, because, says) => {
    const startUtc = answer === null ? '2027-03-04T14:00:00Z' : null;
    const doubt = { because, answer, startUtc, durationMinutes: 30, comment: 'Train late' };
    const { text, content, view } = render('confirm-answer', { doubt });
    const flat = text.replace(/\s+/g, ' ');
    expect(content.subject).toBe('Ophthalmo Practice Session with Hanna — Did you send this?');
    expect(flat).toMatch(says);
    expect(flat).toContain('It came with these words: > Train late');
    expect(flat).toContain('planned for: Tuesday, 2 March 2027, 15:00 – 16:00');
    const wish = 'The new time asked for: Thursday, 4 March 2027, 15:00 – 15:30 (30 minutes)';
    expect(flat.includes(wish)).toBe(answer === null);
    expect(flat).toContain('you need not do anything: then nothing changes');
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
    const { text, view, content } = render('human-answer', { suggestedStartUtc });
    const flat = text.replace(/\s+/g, ' ');
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
      expect(content.subject).toBe('Ophthalmo Practice Session — Invitation');
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
