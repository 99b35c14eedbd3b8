import process from 'node:process';
import * as sdk from '@parley/sdk';
import { takeJourney } from './journey.cjs';

console.log(await takeJourney(sdk, process.env.BASE_URL, process.env.API_KEY));
