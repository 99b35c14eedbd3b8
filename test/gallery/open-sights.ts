import { writeFile } from 'node:fs/promises';
import { lookOf } from '../../service/mail/mail-look.ts';
import { viewMail } from '../../service/mail/mail-view.ts';
import { renderHtml } from '../../service/mail/render/render-html.ts';
import { renderText } from '../../service/mail/render/render-text.ts';
import { wordMail } from '../../service/mail/wording/wording.ts';
import { writeMail } from '../../service/mail/write-mail.ts';
import { secrets } from '../mail/mail-samples.ts';
import type { PageHouse } from '../pages/page-house.ts';
import { sceneOf, sendRequest } from '../pages/page-scenes.ts';
import { factsOf, mailScenes } from './mail-scenes.ts';
import type { Sight } from './shots.ts';

/** A sight as a browser is given it. */
export interface Opened {
  readonly html: string;
  /** What the pages forbid themselves; null for a mail. */
  readonly policy: string | null;
  readonly caption: Caption;
}

/** What stands under the pictures of one sight. */
export interface Caption {
  readonly subject: string | null;
  readonly preheader: string | null;
  /** Endings of the files beside the pictures. */
  readonly files: readonly string[];
}

/** Brings a sight about and writes its files into the folder. */
export async function openSight(house: PageHouse, sight: Sight, folder: URL): Promise<Opened> {
  const write = (ending: string, content: string | Buffer) =>
    writeFile(new URL(`${sight.path}${ending}`, folder), content);
  return sight.kind === 'page' ? openPage(house, sight, write) : openMail(sight, write);
}

type Write = (ending: string, content: string | Buffer) => Promise<void>;

async function openPage(house: PageHouse, sight: Sight, write: Write): Promise<Opened> {
  const { scene, language } = sight;
  const request = await sceneOf(scene).open(house, language);
  const { text: html, headers } = await sendRequest(house, request, language);
  await write('.html', html);
  const caption = { subject: null, preheader: null, files: ['.html'] };
  return { html, policy: headers['content-security-policy'] ?? null, caption };
}

async function openMail({ scene, language }: Sight, write: Write): Promise<Opened> {
  const found = mailScenes.find(({ name }) => name === scene);
  if (found === undefined) throw new Error(`there is no mail '${scene}'`);
  const facts = factsOf(found, language);
  const content = wordMail(viewMail(facts, secrets));
  const html = renderHtml(content, lookOf(facts.application));
  const { raw } = await writeMail(facts, secrets, { redirectTo: null });
  await write('.html', html);
  await write('.txt', renderText(content));
  await write('.eml', raw);
  const { subject, preheader } = content;
  return { html, policy: null, caption: { subject, preheader, files: ['.html', '.txt', '.eml'] } };
}
