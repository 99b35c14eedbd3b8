import type { MailLook } from '../wording/mail-content.ts';

/** What an application's one colour comes to, on a light card and on a dark one. */
export interface LookColors {
  readonly color: string;
  /** Of the words on that colour. */
  readonly ink: string;
  /** Around a button of that colour: a grey where the colour hardly differs from the card. */
  readonly edge: string;
  readonly darkEdge: string;
}

/** The same values stand in mail.mjml. */
const card = '#ffffff';
const darkCard = '#191c22';
/** Differs enough from both cards. */
const grey = '#7d8594';

export function chooseColors({ color }: Pick<MailLook, 'color'>): LookColors {
  return {
    color,
    ink: inkOn(color),
    // WCAG 2.2, 1.4.11: what shows where a control is.
    edge: contrast(color, card) >= 3 ? color : grey,
    darkEdge: contrast(color, darkCard) >= 3 ? color : grey,
  };
}

/** A colour beside its card: what words, rings and grounds are made of it on a page. */
export interface ToneColors {
  readonly ink: string;
  readonly light: Tone;
  readonly dark: Tone;
}

interface Tone {
  readonly edge: string;
  /** The colour itself, or as much of it as words on the card and on the tint may have. */
  readonly mark: string;
  /** A breath of it on the card. */
  readonly tint: string;
}

export function toneColors(color: string): ToneColors {
  const { ink, edge, darkEdge } = chooseColors({ color });
  const light = chooseTone(color, card, '#000000', 0.07);
  const dark = chooseTone(color, darkCard, '#ffffff', 0.14);
  return { ink, light: { ...light, edge }, dark: { ...dark, edge: darkEdge } };
}

function chooseTone(color: string, ground: string, far: string, share: number) {
  const marks = Array.from({ length: 21 }, (_, step) => mix(far, color, step / 20));
  const tintOf = (mark: string) => mix(mark, ground, share);
  // WCAG 2.2, 1.4.3; a tint differs less from its mark than the card does.
  const mark = marks.find((one) => contrast(one, tintOf(one)) >= 4.6) ?? far;
  return { mark, tint: tintOf(mark) };
}

/** As much of `one` as `share` says, the rest of `other`. */
function mix(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round((a ?? 0) * share + (b ?? 0) * (1 - share));
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Black or white, whichever is easier to read on this colour: never less than 4.5:1. */
function inkOn(color: string): string {
  return luminance(color) > 0.179 ? '#000000' : '#ffffff';
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

/** WCAG 2.2, relative luminance of `#rrggbb`. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
