import { describe, expect, it } from '@jest/globals';
import { stripMarkup } from '../../service/mail/markup-words.ts';
import { readOwnWords } from '../../service/mail/own-words.ts';
import { cpuMs } from '../house/cpu-time.ts';

const old = '\n> an old time: Friday 4pm\n';

describe('the own words of a letter', () => {
  it.each([
    ['On Mon, 1 Mar 2027 at 10:00, Parley <r@in.example> wrote:'],
    ['On Mon, 1 Mar 2027 at 10:00, Parley\n<r@in.example> wrote:'],
    ['Am 01.03.2027 um 10:00 schrieb Parley <r@in.example>:'],
    ['Le lun. 1 mars 2027 à 10:00, Parley <r@in.example> a écrit :'],
    ['El lun, 1 mar 2027 a las 10:00, Parley (<r@in.example>) escribió:'],
    ['Il giorno lun 1 mar 2027 alle ore 10:00 Parley <r@in.example> ha scritto:'],
    ['Em seg., 1 de mar. de 2027 às 10:00, Parley <r@in.example> escreveu:'],
    ['Op ma 1 mrt 2027 om 10:00 schreef Parley <r@in.example>:'],
    ['Den mån 1 mars 2027 kl 10:00 skrev Parley <r@in.example>:'],
    ['2027年3月1日(月) 10:00 Parley <r@in.example>:'],
    ['2027-03-01 10:00 GMT+01:00 Parley <r@in.example>:'],
  ])('end before: %s', (line) => {
    expect(readOwnWords(`Yes\n\n${line}\n${old}`)).toBe('Yes');
    expect(readOwnWords(`Yes\n${line}\n\nan old time: Friday 4pm`)).toBe('Yes');
  });

  it.each([
    ['-----Original Message-----\nFrom: Parley'],
    ['-----Ursprüngliche Nachricht-----\nVon: Parley'],
    ["-----Message d'origine-----\nDe : Parley"],
    ['________________________________\nFrom: Parley'],
    ['From: Parley <r@in.example>\nSent: Monday\nTo: Ada\nSubject: Session\n\nold'],
    ['*Von:* Parley\n*Gesendet:* Montag\n*An:* Ada'],
    ['De : Parley\nEnvoyé : lundi\nÀ : Ada'],
    ['-- \nAda Archer\nFriday 4pm Club'],
    ['--\nAda Archer'],
    ['Sent from my iPhone'],
    ['Von meinem iPhone gesendet'],
    ['Get Outlook for iOS'],
  ])('end before: %s', (rest) => {
    expect(readOwnWords(`Yes\n\n${rest}`)).toBe('Yes');
  });

  it('go on below a quotation', () => {
    const letter = `Hi,\n\nOn 1 Mar 2027 10:00, Parley wrote:${old}\nThat suits me.`;
    expect(readOwnWords(letter)).toBe('Hi,\n\nThat suits me.');
  });

  it('may speak of somebody who wrote something', () => {
    const letter = 'My friend wrote:\nFrom: here to there\nFrom now on it is fine';
    expect(readOwnWords(letter)).toBe(letter);
  });

  it('are those of an HTML body outside its quotations', () => {
    const gmail =
      '<div>Can&#39;t wait &amp; see<br>Ada</div><div class="gmail_quote">On Mon, Mar 1, 2027 at ' +
      '10:00 AM Parley &lt;r@in.example&gt; wrote:<br><blockquote>old<blockquote>older' +
      '</blockquote>tail</blockquote></div><div>PS</div>';
    expect(readOwnWords(stripMarkup(gmail))).toBe("Can't wait & see\nAda");
    const outlook =
      '<!-- x --><style>p{}</style><p>Yes</p><p><b>From:</b> Parley<br><b>Sent:</b> Monday</p><p>old</p>';
    expect(readOwnWords(stripMarkup(outlook))).toBe('Yes');
  });

  it.each([
    ['blank lines', '\n'.repeat(1_000_000)],
    ['attributions', 'On 1 wrote '.repeat(100_000)],
    ['heads', 'From: x\n'.repeat(100_000)],
    ['dividers', '-_='.repeat(300_000)],
    ['openings', '<style><blockquote><!--'.repeat(100_000)],
  ])('are found in bounded time among %s', (_name, letter) => {
    const start = cpuMs();
    readOwnWords(stripMarkup(letter));
    readOwnWords(letter);
    expect(cpuMs() - start).toBeLessThan(1_000);
  });
});
