import { type Language, languages } from '../../service/mail/language.ts';
import { lookOf } from '../../service/mail/mail-look.ts';
import { viewMail } from '../../service/mail/mail-view.ts';
import { renderHtml } from '../../service/mail/render/render-html.ts';
import { renderText } from '../../service/mail/render/render-text.ts';
import { wordMail } from '../../service/mail/wording/wording.ts';
import { buildCalendarObject } from '../../service/mail/write-mail.ts';
import { secrets } from './mail-samples.ts';
import { type Scene, sceneFacts, scenes } from './mail-scenes.ts';
import { arabic, logoLook, proposal } from './render-samples.ts';

/** Everything one scene comes to in one language. */
export function playScene(scene: Scene, language: Language) {
  const facts = sceneFacts(scene, language);
  const view = viewMail(facts, secrets);
  const content = wordMail(view);
  const text = renderText(content);
  const html = renderHtml(content, lookOf(facts.application));
  return { facts, view, content, text, html, calendar: buildCalendarObject(facts, secrets) };
}

/** All mails of one language, to be read from top to bottom. */
function writeMails(language: Language): string {
  const footers = new Set<string>();
  const mails = scenes.map((scene) => writeScene(scene, language, footers));
  return `${mails.join('\n\n\n')}\n`;
}

function writeScene(scene: Scene, language: Language, footers: Set<string>): string {
  const { content, text, calendar } = playScene(scene, language);
  const { subject, preheader, heading } = content;
  const parts = [
    `===== ${scene.name}`,
    `Subject: ${subject}\nPreview: ${preheader}\nHeading: ${heading}`,
    shortenFooter(text.trimEnd(), footers),
  ];
  if (calendar !== null) parts.push(`Calendar: ${calendar.summary}\n${calendar.description}`);
  return shortenLinks(parts.join('\n\n'));
}

/** Nobody reads the same last lines forty times. */
function shortenFooter(text: string, footers: Set<string>): string {
  const at = text.indexOf('\n-- \n');
  const footer = shortenLinks(text.slice(at));
  if (footers.has(footer)) return `${text.slice(0, at)}\n-- ${footerMark}`;
  footers.add(footer);
  return text;
}

/** Stands for last lines that were shown before, word for word. */
const footerMark = '(as above)';

const shortenLinks = (text: string) => text.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN');

export const goldenFolder = new URL('golden/', import.meta.url);

/** Each golden file by its name: the words of every language, and the markup in both directions. */
export const goldenFiles: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(languages.map((one) => [`mails.${one}.txt`, () => writeMails(one)])),
  'every-block.en.html.txt': () => renderHtml(proposal, logoLook),
  'every-block.ar.html.txt': () => renderHtml(arabic, logoLook),
};
