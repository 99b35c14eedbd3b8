import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createDnsResolver, limitQuestions } from '../../service/inbox/parser/dns-resolver.ts';
import { limits } from '../../service/limits.ts';
import type { DnsType } from '../../service/ports.ts';
import { openZone } from '../house/dns-zone.ts';

const noLimit = 5_000;

describe('the questions of one mail', () => {
  const zone = openZone({ '* TXT': ['v=spf1 -all'], 'silent.example A': 'silence' });

  it('are answered as DNS answers them', async () => {
    const ask = limitQuestions(zone.resolve, noLimit);
    expect(await ask('guest.example', 'TXT')).toEqual([['v=spf1 -all']]);
    await expect(ask('guest.example', 'MX')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('are limited in number, and what is too many is not known to be absent', async () => {
    const ask = limitQuestions(zone.resolve, noLimit);
    for (let i = 0; i < limits.dnsQuestionsPerMail; i++) await ask(`a${i}.example`, 'TXT');
    const before = zone.asked.length;
    await expect(ask('one.more.example', 'TXT')).rejects.toMatchObject({ code: 'ECANCELLED' });
    expect(zone.asked.length).toBe(before);
  });

  it('are given up after their time', async () => {
    const ask = limitQuestions(zone.resolve, 20);
    await expect(ask('silent.example', 'A')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it.each([
    ['a control character', 'a\nb.example'],
    ['a letter beyond ASCII', 'gäst.example'],
    ['an empty label', 'a..example'],
    ['a long label', `${'a'.repeat(64)}.example`],
    ['a long name', `${'a.'.repeat(130)}example`],
    ['nothing', ''],
    ['no text', 7 as unknown as string],
  ])('are not asked for a name that cannot be: %s', async (_name, name) => {
    const ask = limitQuestions(zone.resolve, noLimit);
    const before = zone.asked.length;
    await expect(ask(name, 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(zone.asked.length).toBe(before);
  });

  it('are of the types that mail needs', async () => {
    const ask = limitQuestions(zone.resolve, noLimit);
    const odd = ask('a.example', 'ANY' as DnsType);
    await expect(odd).rejects.toMatchObject({ code: 'EBADQUERY' });
  });
});

it('tells what is not there from what could not be asked', async () => {
  const codes: Readonly<Record<string, number>> = { broken: 2, absent: 3, refused: 5 };
  const server = createSocket('udp4');
  server.on('message', (question, from) => {
    const name = question.subarray(13, 13 + (question[12] ?? 0)).toString();
    // The question again as an answer (QR, RD, RA) with a response code (RFC 1035 §4.1.1).
    const answer = Buffer.from(question);
    answer[2] = 0x81;
    answer[3] = 0x80 | (codes[name] ?? 0);
    server.send(answer, from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const resolve = createDnsResolver([`127.0.0.1:${server.address().port}`]);
  const codeOf = (name: string) => resolve(name, 'TXT').catch((error) => error.code);
  expect(await codeOf('absent.example')).toBe('ENOTFOUND');
  expect(await codeOf('empty.example')).toBe('ENODATA');
  expect(await codeOf('broken.example')).toBe('ESERVFAIL');
  expect(await codeOf('refused.example')).toBe('EREFUSED');
  server.close();
});
