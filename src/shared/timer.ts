/** Time that passes by itself; tests let it pass at once. */
export interface Timer {
  /** Milliseconds since any moment */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const realTimer: Timer = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
