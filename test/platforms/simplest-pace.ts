import type { Pace, Rules } from '../../src/platforms/pace.js';
import type { Timer } from '../../src/shared/timer.js';

interface Waiting {
  place: string | undefined;
  method: string;
  go: () => void;
}

/** A pace that remembers every call and looks at everything each time: slow, and easy to see through. */
export function createSimplestPace(rules: Rules, timer: Timer): Pace {
  const gone = new Map<string, number[]>();
  const heldUntil = new Map<string, number>();
  const waiting = new Map<string, Waiting[]>();
  /** When each lane is looked at again. */
  const wakes = new Set<string>();

  const laneOf = (scope: string, method: string) => `${scope} ${rules.lane(method).name}`;
  const placeOf = (lane: string, method: string, place: string | undefined) => {
    const limit = place === undefined ? undefined : rules.place(method);
    return limit && `${lane} ${limit.name} ${place}`;
  };

  /** When another call may go to a place, by its lane and its own windows. */
  function freeAt(lane: string, { method, place }: Waiting): number {
    const own = placeOf(lane, method, place);
    const gates = [
      [lane, rules.lane(method).windows] as const,
      ...(own === undefined ? [] : [[own, rules.place(method)?.windows ?? []] as const]),
    ];
    return Math.max(
      ...gates.flatMap(([name, windows]) => [
        heldUntil.get(name) ?? 0,
        ...windows.map(({ most, within }) => (gone.get(name)?.at(-most) ?? -within) + within),
      ]),
    );
  }

  function advance(lane: string): void {
    const now = timer.now();
    const list = waiting.get(lane) ?? [];
    for (const one of [...list]) {
      if (freeAt(lane, one) > now) continue;
      list.splice(list.indexOf(one), 1);
      for (const name of [lane, placeOf(lane, one.method, one.place)]) {
        if (name !== undefined) gone.set(name, [...(gone.get(name) ?? []), now]);
      }
      one.go();
    }
    if (list.length === 0) return;
    const next = Math.min(...list.map((one) => freeAt(lane, one)));
    const wake = `${lane} ${next}`;
    if (wakes.has(wake)) return;
    wakes.add(wake);
    void timer.sleep(next - now).then(() => advance(lane));
  }

  return {
    turn: (scope, method, place, again = false) =>
      new Promise((resolve) => {
        const lane = laneOf(scope, method);
        const list = waiting.get(lane) ?? [];
        waiting.set(lane, list);
        const one = { place, method, go: resolve };
        if (again) list.unshift(one);
        else list.push(one);
        advance(lane);
      }),
    hold: (scope, method, wait, place) => {
      const lane = laneOf(scope, method);
      const name = placeOf(lane, method, place) ?? lane;
      heldUntil.set(name, Math.max(heldUntil.get(name) ?? 0, timer.now() + wait));
    },
    held: (scope, method, place) => {
      const lane = laneOf(scope, method);
      const names = [lane, placeOf(lane, method, place) ?? lane];
      return Math.max(0, ...names.map((name) => (heldUntil.get(name) ?? 0) - timer.now()));
    },
    stop: () => waiting.clear(),
  };
}
