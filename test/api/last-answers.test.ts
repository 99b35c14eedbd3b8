import express from 'express';
import request from 'supertest';
import { createLastAnswers } from '../../service/api/last-answer-routes.ts';
import { createLog } from '../../service/ops/log.ts';
import { createTestRandom } from '../house/test-random.ts';

const lines: string[] = [];
const destination = { write: (line: string) => void lines.push(line) };
const log = createLog({ level: 'info', format: 'json', destination });
const app = express();
app.get('/broken', () => {
  throw new Error('a secret of the inside');
});
app.get('/things/:id', (_req, res) => void res.end());
app.use(...createLastAnswers({ log, random: createTestRandom() }));

test('a path that nobody serves is a problem document with a request id', async () => {
  const answer = await request(app).get('/nowhere').set('x-request-id', 'mine').expect(404);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ code: 'not-found', requestId: 'mine', errors: [] });
  expect(answer.headers).toMatchObject({ 'x-request-id': 'mine', 'cache-control': 'no-store' });
});

test('a path that cannot be decoded is the mistake of who asks', async () => {
  const answer = await request(app).get('/things/%ZZ').expect(400);
  expect(answer.body).toMatchObject({ code: 'invalid-request' });
});

test('what nobody foresaw is logged, and says nothing of the inside', async () => {
  const answer = await request(app).get('/broken').expect(500);
  expect(answer.body).toMatchObject({ code: 'internal-error' });
  expect(answer.text).not.toMatch(/secret|\.ts|node_modules/);
  const line = lines.find((one) => one.includes('a secret of the inside'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ requestId: answer.body.requestId });
});
