import { playOnService } from './play-on-service.ts';

playOnService(2);
