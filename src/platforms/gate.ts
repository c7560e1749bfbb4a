/** At most so many calls within any so many milliseconds. */
export interface Window {
  most: number;
  within: number;
}

/** Where calls wait: in a lane, or in a place of it. */
export interface Gate {
  readonly windows: readonly Window[];
  /** When the last calls went through, as many as the windows look back at. */
  readonly recent: number[];
  /** Until then the platform has said no. */
  heldUntil: number;
}

export const openGate = (windows: readonly Window[]): Gate => ({
  windows,
  recent: [],
  heldUntil: Number.NEGATIVE_INFINITY,
});

/** The earliest moment for another call. */
export function freeAt({ windows, recent, heldUntil }: Gate): number {
  let at = heldUntil;
  for (const { most, within } of windows) {
    const before = recent.at(-most);
    if (before !== undefined && before + within > at) at = before + within;
  }
  return at;
}

export function goThrough({ windows, recent }: Gate, now: number): void {
  recent.push(now);
  const most = windows.reduce((sum, window) => Math.max(sum, window.most), 0);
  if (recent.length > most) recent.shift();
}

export function holdUntil(gate: Gate, until: number): void {
  gate.heldUntil = Math.max(gate.heldUntil, until);
}

/** Whether a new one would let the same calls through. */
export function isAsNew({ windows, recent, heldUntil }: Gate, now: number): boolean {
  const last = recent.at(-1) ?? Number.NEGATIVE_INFINITY;
  return heldUntil <= now && windows.every(({ within }) => last + within <= now);
}
