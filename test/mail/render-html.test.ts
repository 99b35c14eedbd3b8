import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { contrastRatio, parseColor, relativeLuminance } from '@emailens/engine';
import { describe, expect, it } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import { renderHtml } from '../../service/mail/render/render-html.ts';
import type { MailContent } from '../../service/mail/wording/mail-content.ts';
import { lintMail } from './lint-mail.ts';
import { arabic, invitation, logoLook, look, proposal, update } from './render-samples.ts';

const samples = { invitation, update, proposal, arabic };
const each = Object.entries(samples);

/** Every text of a content, changed. */
function changeWords<Value>(value: Value, change: (text: string, key: string) => string): Value {
  const visit = (one: unknown, key: string): unknown => {
    if (typeof one === 'string') return change(one, key);
    if (Array.isArray(one)) return one.map((item) => visit(item, key));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, item]) => [name, visit(item, name)]));
  };
  return visit(value, '') as Value;
}

/** The words of the page as a reader sees them, and what its links are. */
function read(html: string) {
  const plain = (markup: string) =>
    markup
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<br>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .replace(/&#39;/g, "'")
      .replace(/&#34;/g, '"')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&');
  const urls = [...html.matchAll(/ href="([^"]*)"/g)].map(([, url = '']) => plain(url));
  return { words: plain(html.slice(html.indexOf('<body'))), urls };
}

const contrastOf = (one: string, other: string) => {
  const [a = 0, b = 0] = [one, other].map((color) => {
    const { r = 0, g = 0, b = 0 } = parseColor(color) ?? {};
    return relativeLuminance(r, g, b);
  });
  return contrastRatio(a, b);
};

describe('the HTML of a mail', () => {
  it.each(each)('says every word and has every link: %s', (_name, content) => {
    const { words, urls } = read(renderHtml(content, look));
    const links: string[] = [];
    changeWords(content, (text, key) => {
      if (key === 'url') links.push(text);
      else if (!['is', 'tone', 'language', 'direction', 'subject'].includes(key))
        expect(words).toContain(text);
      return text;
    });
    expect(urls).toEqual(links);
  });

  it.each(each)('passes the lint of mail programs: %s', (_name, content) => {
    expect(lintMail(renderHtml(content, look))).toEqual([]);
    expect(lintMail(renderHtml(content, logoLook))).toEqual([]);
  });

  it('escapes everything inserted', () => {
    const hostile = `"'><script>alert(1)</script>&amp;<%= it %>\${it}{{it}}`;
    const harmless = new Set(['is', 'tone', 'direction']);
    const attack = changeWords(proposal, (text, key) => (harmless.has(key) ? text : hostile));
    const html = renderHtml(attack, { color: hostile, productName: hostile, logoUrl: hostile });
    const calm = renderHtml(proposal, logoLook);
    const tags = (markup: string) => [...markup.matchAll(/<[a-z/!]+/g)].map(([tag]) => tag);
    expect(tags(html).filter((tag) => tag !== '<br')).toEqual(
      tags(calm).filter((tag) => tag !== '<br'),
    );
    expect(html).not.toMatch(/<script|<%|alert\(1\)<\//);
    expect(read(html).words).toContain(hostile);
  });

  it('fetches nothing when it is opened, except a logo that was asked for', () => {
    const remote = /<(img|script|link|iframe|form|object|video)|url\(|@import|@font-face|src=/i;
    expect(renderHtml(proposal, look)).not.toMatch(remote);
    const html = renderHtml(proposal, logoLook);
    expect(html.match(/src="[^"]*"/g)).toEqual(['src="https://cdn.example.com/logo.png"']);
    expect(html).toMatch(/<img [^>]*alt="OphthalmoPro" height="32"/);
  });

  it.each(each)('stays below 25 kB: %s', (_name, content) => {
    expect(Buffer.byteLength(renderHtml(content, logoLook))).toBeLessThan(25_000);
  });

  it('stays below 40 kB at the longest words allowed', () => {
    const name = '&'.repeat(128);
    const html = renderHtml(
      {
        ...invitation,
        subject: `${name} with Hanna — Invitation`,
        heading: `${name} with Hanna`,
        blocks: [
          { is: 'paragraph', text: `You are invited to ${name}.` },
          { is: 'paragraph', text: '"'.repeat(4_000) },
          { is: 'detail', label: 'Where', text: '<'.repeat(512), url: null },
          ...invitation.blocks.slice(1),
        ],
      },
      logoLook,
    );
    expect(Buffer.byteLength(html)).toBeLessThan(40_000);
  });

  it('runs from right to left where the language does', () => {
    const html = renderHtml(arabic, look);
    expect(html).toMatch(/^<!doctype html>\n<html lang="ar" dir="rtl"/);
    expect(html).not.toMatch(/dir="ltr"|direction:ltr|align:left|align="left"|border-left/);
    expect(html.match(/<table/g)?.length).toBe(html.match(/<table dir="rtl"/g)?.length);
    const other = renderHtml(proposal, look);
    expect(other).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr"/);
    expect(other).not.toMatch(/rtl|align:right|align="right"|border-right/);
  });

  it('breaks lines where people did, and nowhere else', () => {
    const text = 'one\r\ntwo\nthree\rfour <five>';
    const said = (content: MailContent) => renderHtml(content, look);
    const broken = 'one<br>two<br>three<br>four &lt;five&gt;<';
    expect(said({ ...invitation, blocks: [{ is: 'paragraph', text }] })).toContain(`>${broken}`);
    expect(said({ ...invitation, blocks: [{ is: 'quote', label: 'Gina', text }] })).toContain(
      `>${broken}`,
    );
  });

  it('shows what is past struck, and a pair side by side', () => {
    expect(renderHtml(update, look)).toMatch(/<s [^>]*>Tuesday, 2 March 2027, 15:00 – 16:00<\/s>/);
    expect(renderHtml(update, look).match(/class="panel"/g)).toHaveLength(1);
    expect(renderHtml(update, look)).not.toContain('class="half"');
    expect(renderHtml(proposal, look).match(/<div class="half"/g)).toHaveLength(2);
    expect(renderHtml(invitation, look)).not.toContain('</s>');
  });

  it('can be read in the dark', () => {
    const html = renderHtml(proposal, look);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    const [dark = ''] = html.match(/@media \(prefers-color-scheme: dark\)[\s\S]*?\n\}/) ?? [];
    const colors = (pattern: RegExp) => [...dark.matchAll(pattern)].map(([, color = '']) => color);
    const grounds = colors(/\.(?:ground > div|card|panel) \{ background-color: (#\w+)/g);
    const inks = colors(/\ba \{ color: (#\w+)/g);
    expect([grounds.length, inks.length]).toEqual([3, 2]);
    for (const ground of grounds)
      for (const ink of inks) expect(contrastOf(ground, ink)).toBeGreaterThan(4.5);
    // Outlook.com turns colours itself; the same rules say to what.
    for (const color of [...grounds, ...inks])
      expect(html).toMatch(new RegExp(`\\[data-ogs[bc]\\] [^\\n]*${color}`));
  });

  it.each(['#000000', '#ffffff', '#767676', '#777777', '#0f766e', '#ffcc00', '#ff0000', '#1d4ed8'])(
    'has a button whose words can be read and whose edge shows: %s',
    (color) => {
      const html = renderHtml(proposal, { ...look, color });
      const [, ground = '', edge = ''] =
        html.match(/class="main"[^>]*background-color:(#\w+);border:1px solid (#\w+)/) ?? [];
      const [, ink = ''] = html.match(/class="main"[\s\S]*?<a [^>]*;color:(#\w+)/) ?? [];
      const [, darkEdge = ''] = html.match(/\.main \{ border-color: (#\w+)/) ?? [];
      expect(ground).toBe(color);
      expect(contrastOf(ground, ink)).toBeGreaterThan(4.5);
      expect(contrastOf(edge, '#ffffff')).toBeGreaterThanOrEqual(3);
      expect(contrastOf(darkEdge, '#191c22')).toBeGreaterThanOrEqual(3);
    },
  );

  it('keeps the words of the mail out of the preview of an inbox', () => {
    const html = renderHtml({ ...invitation, preheader: 'Soon' }, look);
    expect(html).toMatch(/<div style="display:none;mso-hide:all">Soon(\u034f\u200c\u00a0){146}</);
    expect(renderHtml({ ...invitation, preheader: 'a'.repeat(200) }, look)).toContain('a</div>');
  });

  it.each(each)('is valid and accessible markup: %s', async (_name, content) => {
    const html = renderHtml(content, logoLook);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<table/g)?.length).toBe(html.match(/role="presentation"/g)?.length);
    const report = await validator.validateString(html);
    const found = report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${ruleId} ${line}: ${message}`),
    );
    expect(found).toEqual([]);
  });

  it('is made of the template as it stands', async () => {
    const program = new URL('./programs/compile-mail.ts', import.meta.url).pathname;
    await promisify(execFile)(process.execPath, [program, '--check']);
  });
});

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // Mail programs need what web pages should not have.
    'doctype-style': 'off',
    'no-inline-style': 'off',
    'prefer-native-element': 'off',
    'prefer-tbody': 'off',
    'presentation-role-style': 'off',
    'no-deprecated-attr': 'off',
    'no-conditional-comment': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
  },
});
