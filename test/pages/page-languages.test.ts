import { languages } from '../../service/mail/language.ts';
import { pageWords } from '../../service/pages/words/words.ts';
import { gil, helen } from '../rooms/waist-house.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { pageScenes, sendRequest } from './page-scenes.ts';
import { readHeading } from './page-text.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
});
afterAll(() => house.close());

const host = { name: 'Helen', role: 'host' as const };
const guest = { name: 'Gil', role: 'guest' as const };
const langOf = (html: string) => /<html lang="([^"]*)"/.exec(html)?.[1];

test.each(languages)('a person is spoken to in %s, whatever their browser speaks', async (own) => {
  const browsers = own === 'de' ? 'fr-FR,fr;q=0.9' : 'de-DE,de;q=0.9,en;q=0.8';
  const { propose, decide, settled, session } = pageWords(own);
  const roomId = await house.create({
    host: { ...helen, locale: own },
    guest: { ...gil, locale: own },
  });
  house.clock.advance({ minutes: 1 });
  const seen: string[] = [];
  const get = async (path: string) => {
    const page = await house.http.get(path).set('Accept-Language', browsers);
    return see(page.text);
  };
  const post = async (path: string, fields: Record<string, string>) => {
    const form = house.fill(path, fields);
    const page = await house.http
      .post(path)
      .set('Accept-Language', browsers)
      .type('form')
      .send(form);
    return see(page.text);
  };
  const see = (text: string) => {
    seen.push(langOf(text) ?? '');
    return readHeading(text);
  };
  const token = await house.token(roomId, 'guest', 'propose');
  const wish = { date: '2027-03-12', time: '12:00', zone: 'UTC', duration: '30', note: '' };
  const path = '/api/reschedule/propose';
  expect(await get(`/session?r=${token}`)).toBe(session.title(host));
  expect(await get(`/reschedule?r=${token}`)).toBe(propose.title);
  expect(await post(path, { ...wish, date: '', token })).toBe(propose.title);
  expect(await post(path, { ...wish, token })).toBe(propose.asked(host).title);
  const t = await house.token(roomId, 'host', 'decline');
  expect(await get(`/decline?t=${t}`)).toBe(decide.title);
  expect(await post('/decline', { t })).toBe(decide.declined(guest).title);
  expect(await get(`/decline?t=${t}`)).toBe(settled.declined('you', guest, 'Practice').title);
  expect(new Set(seen)).toEqual(new Set([own]));
});

test('a visitor whom nobody knows is spoken to as their browser asks', async () => {
  const scenes = pageScenes.filter((one) => !one.isKnown);
  for (const [index, scene] of scenes.entries()) {
    const language = languages[index % languages.length] ?? 'en';
    // The people of the room speak another language: it must not show.
    const request = await scene.open(house, language === 'ar' ? 'pl' : 'ar');
    const { text } = await sendRequest(house, request, `xx, ${language}-XX;q=0.8, nl;q=0.1`);
    expect({ scene: scene.name, lang: langOf(text) }).toEqual({
      scene: scene.name,
      lang: language,
    });
  }
  for (const header of ['', '*', 'tlh', 'ru;q=1', 'de;q=0', ';;;,', 'x'.repeat(5000)]) {
    const page = await house.http.get('/approve?t=x').set('Accept-Language', header);
    expect({ header, lang: langOf(page.text) }).toEqual({ header, lang: 'en' });
    house.clock.advance({ minutes: 1 });
  }
});
