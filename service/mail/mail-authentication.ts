/** One method's result (RFC 8601 §2.7). `temperror`: DNS did not answer, so nothing is known. */
export type AuthResult =
  | 'pass'
  | 'fail'
  | 'softfail'
  | 'neutral'
  | 'none'
  | 'policy'
  | 'temperror'
  | 'permerror';

export interface DkimEvidence {
  readonly result: AuthResult;
  /** Signing domain (`d=`). */
  readonly domain: string | null;
  /** Of the organisational domain of the From header. */
  readonly aligned: boolean;
  /** The signature covers only the beginning of the body (`l=`): it proves nothing. */
  readonly isUndersized: boolean;
}

/**
 * What is known of who sent a mail; evidence that is kept with it, never a verdict. Plain data: it
 * crosses a process border and is stored as JSON.
 */
export interface MailAuthentication {
  /** Checked here, or told by the relay in front of us (RFC 8601); `missing`: it did not tell. */
  readonly source: 'checked' | 'front-relay' | 'missing';
  readonly spf: {
    readonly result: AuthResult;
    readonly domain: string | null;
    readonly aligned: boolean;
  };
  readonly dkim: readonly DkimEvidence[];
  /** RFC 7489. `none`: the domain publishes no policy. */
  readonly dmarc: {
    readonly result: AuthResult;
    /** What the domain asks for when it fails; null when it publishes nothing, or nobody told. */
    readonly policy: 'none' | 'quarantine' | 'reject' | null;
    /** Domain of the From header. */
    readonly domain: string | null;
  };
  /**
   * RFC 8617; `sealer` is the domain of the last seal. `policy`: the chain is whole, but its sealer
   * does not say that DMARC passed when the mail came to it, so it vouches for nothing.
   */
  readonly arc: { readonly result: AuthResult; readonly sealer: string | null };
}

/** The evidence when all checking went wrong: for now (`temperror`) or for good (`permerror`). */
export function nothingKnown(
  result: 'temperror' | 'permerror',
  source: MailAuthentication['source'] = 'checked',
): MailAuthentication {
  return {
    source,
    spf: { result, domain: null, aligned: false },
    dkim: [],
    dmarc: { result, policy: null, domain: null },
    arc: { result, sealer: null },
  };
}
