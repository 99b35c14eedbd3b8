import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import type { Tx } from '../db/transaction.ts';
import { answerChange } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { sendAnswer } from './entry-routes.ts';
import { type ProblemError as Problem, ProblemError, problems } from './problems.ts';
import { type Row, readImportedRoom } from './read-imported-room.ts';
import { causeOf, type RequestContext } from './request-context.ts';
import { requestOf } from './room-routes.ts';

type ImportResult = components['schemas']['ImportResult'];

/** `/v1/rooms/import`: rooms that people have in their calendars already. */
export function createImportRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post('/rooms/import', async (req, res) => {
    const rows = (req.body as { rooms: Row[] }).rooms;
    const request = requestOf(req, res);
    const { answer } = await answerChange(deps, 'import-rooms', request, async (tx) => {
      const results: ImportResult[] = [];
      for (const [index, row] of rows.entries()) {
        results.push(await importRow(deps, tx, request.context, row, index));
      }
      return {
        answer: { status: 200, headers: {}, body: JSON.stringify({ results }) },
        decision: null,
      };
    });
    sendAnswer(res, answer);
  });
  return router;
}

/** A row that makes no room is told on its own line, and stops no other. */
async function importRow(
  deps: ApiDeps,
  tx: Tx,
  context: RequestContext,
  row: Row,
  index: number,
): Promise<ImportResult> {
  const icsUid = uidOf(row);
  try {
    const room = readImportedRoom(row, index, deps.isTimeZone);
    const { applicationId } = context;
    const outcome = await deps.waist.import(tx, applicationId, room, causeOf(context));
    return { index, ...outcome, icsUid, problem: null };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { index, status: 'refused', roomId: null, icsUid, problem: problemOf(error) };
  }
}

const uidOf = ({ icsUid }: Row): string | null =>
  typeof icsUid === 'string' ? icsUid.slice(0, 255) : null;

function problemOf({ code, facts }: Problem): ImportResult['problem'] {
  const [, , detail] = problems[code];
  const errors = [...(facts.errors ?? [])].map((one) => ({ ...one }));
  return { code, detail: facts.detail ?? detail, errors };
}
