import { X509Certificate } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { Gauge, type Registry } from 'prom-client';

/** What a process knows of the machine it runs on; null where there is nothing to know. */
export interface HouseFacts {
  /** The disk the embedded database is on. */
  readonly disk: { readonly sizeBytes: number; readonly freeBytes: number } | null;
  /** When the certificate of the SMTP listener ends, in seconds since 1970. */
  readonly certificateEnds: number | null;
}

/** `dataDir` exists only beside an embedded database; another one's disk is not ours to see. */
export async function lookAtHouse(
  dataDir: string | null,
  certificate: string | null,
): Promise<HouseFacts> {
  const disk = dataDir === null ? null : await statfs(dataDir).catch(() => null);
  return {
    disk: disk && { sizeBytes: disk.blocks * disk.bsize, freeBytes: disk.bavail * disk.bsize },
    certificateEnds: certificate === null ? null : endOf(certificate),
  };
}

/** The first certificate of a chain is the listener's own. */
function endOf(certificate: string): number | null {
  try {
    return Date.parse(new X509Certificate(certificate).validTo) / 1000;
  } catch {
    return null;
  }
}

/** Makes the gauges; those of which nothing is known show no sample. */
export function createHouseGauges(registry: Registry): (house: HouseFacts) => void {
  const gauge = (name: string, help: string) => {
    const made = new Gauge({ name: `parley_${name}`, help, registers: [registry] });
    made.remove();
    return (value: number | null | undefined) => {
      if (value === null || value === undefined) made.remove();
      else made.set(value);
    };
  };
  const size = gauge('disk_size_bytes', 'Size of the disk the embedded database is on.');
  const free = gauge('disk_free_bytes', 'What is free on the disk of the embedded database.');
  const ends = gauge(
    'certificate_expiry_timestamp_seconds',
    'When the certificate of the SMTP listener ends, in seconds since 1970.',
  );
  return ({ disk, certificateEnds }) => {
    size(disk?.sizeBytes);
    free(disk?.freeBytes);
    ends(certificateEnds);
  };
}
