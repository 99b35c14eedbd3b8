import { createHash } from 'node:crypto';
import type { Random } from '../../service/ports.ts';

/** 2026-01-01T00:00:00Z: the time part of the first id. */
const firstMs = Date.UTC(2026, 0, 1);

/** Repeatable randomness: the same seed gives the same ids (version 7, rising) and bytes. */
export function createTestRandom(seed = 'parley'): Random {
  let drawn = 0;
  let ids = 0;

  function bytes(length: number): Buffer {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${drawn++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  }

  return {
    bytes,
    uuid() {
      const id = bytes(16);
      // RFC 9562 §5.7: 48 bits of milliseconds, version 7, variant 10.
      id.writeUIntBE(firstMs + ids++, 0, 6);
      id[6] = 0x70 | ((id[6] ?? 0) & 0x0f);
      id[8] = 0x80 | ((id[8] ?? 0) & 0x3f);
      const hex = id.toString('hex');
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}
