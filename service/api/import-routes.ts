import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import type { Tx } from '../db/transaction.ts';
import type { ImportedRoom, ImportOutcome } from '../rooms/import-room.ts';
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
      const results = await importRows(deps, tx, request.context, rows);
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
async function importRows(
  deps: ApiDeps,
  tx: Tx,
  context: RequestContext,
  rows: readonly Row[],
): Promise<ImportResult[]> {
  const read = rows.map((row, index) => readRow(deps, row, index));
  const rooms = read.flatMap((one) => ('room' in one ? [one.room] : []));
  const { applicationId } = context;
  const outcomes = await deps.waist.import(tx, applicationId, rooms, causeOf(context));
  const next = outcomes.values();
  return read.map((one) => ('room' in one ? toResult(one, next.next().value) : one.refusal));
}

interface ReadRow {
  readonly index: number;
  readonly room: ImportedRoom;
}

function readRow(deps: ApiDeps, row: Row, index: number): ReadRow | { refusal: ImportResult } {
  try {
    return { index, room: readImportedRoom(row, index, deps.isTimeZone) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const told = { index, icsUid: uidOf(row), problem: problemOf(error) };
    return { refusal: { ...told, status: 'refused', roomId: null } };
  }
}

function toResult({ index, room }: ReadRow, outcome: ImportOutcome | undefined): ImportResult {
  if (outcome === undefined) throw new Error('an imported room has no outcome');
  return { index, ...outcome, icsUid: room.icsUid, problem: null };
}

const uidOf = ({ icsUid }: Row): string | null =>
  typeof icsUid === 'string' ? icsUid.slice(0, 255) : null;

function problemOf({ code, facts }: Problem): ImportResult['problem'] {
  const [, , detail] = problems[code];
  const errors = [...(facts.errors ?? [])].map((one) => ({ ...one }));
  return { code, detail: facts.detail ?? detail, errors };
}
