import * as sdk from '@parley/sdk';
import { takeJourney } from './journey.cjs';

globalThis.answer = takeJourney(
  sdk,
  globalThis.process.env.BASE_URL,
  globalThis.process.env.API_KEY,
);
globalThis.answer.then(console.log);
