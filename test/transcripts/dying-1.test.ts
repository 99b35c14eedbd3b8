import { playDying } from './play-dying.ts';

playDying(1);
