import { describe, expect, it } from 'vitest';
import { inBackground, isInBackground, letPeopleIn } from '../../src/shared/background.js';
import { createPresence, createTurns, inTurn, patientFor, type Turns } from '../../src/store/turns.js';
import { begin, publish } from '../meetings/acting.js';

/** Takes turns, and notes in which order they come. */
function noted(acquire: Turns): { order: string[]; take(name: string): Promise<void> } {
  const order: string[] = [];
  return { order, take: (name) => inTurn(acquire, async () => void order.push(name)) };
}

describe('turns at a database', () => {
  it('go to people before what can wait, each in the order in which they came', async () => {
    const acquire = createTurns(1);
    const { order, take } = noted(acquire);
    const first = await acquire();
    const all = [
      inBackground(() => take('message 1')),
      inBackground(() => take('message 2')),
      take('person 1'),
      take('person 2'),
    ];
    first();
    await Promise.all(all);
    expect(order).toEqual(['person 1', 'person 2', 'message 1', 'message 2']);
  });

  it('go to what can wait all the same, when people keep coming', async () => {
    const acquire = createTurns(1);
    const { order, take } = noted(acquire);
    const first = await acquire();
    const all = [
      ...[1, 2].map((number) => inBackground(() => take(`message ${number}`))),
      ...Array.from({ length: 3 * patientFor }, (_, number) => take(`person ${number}`)),
    ];
    first();
    await Promise.all(all);
    expect(order.indexOf('message 1')).toBe(patientFor);
    expect(order.indexOf('message 2')).toBe(2 * patientFor + 1);
  });

  it('let in whoever knocks between two that can wait', async () => {
    const acquire = createTurns(1);
    const { order, take } = noted(acquire);
    const first = await acquire();
    const all = [1, 2, 3].map((number) => inBackground(() => take(`message ${number}`)));
    setImmediate(() => order.push('knock'));
    first();
    await Promise.all(all);
    expect(order.indexOf('knock')).toBeLessThan(order.indexOf('message 3'));
  });

  it('are never more than there are places, even when one is given back twice', async () => {
    const acquire = createTurns(2);
    const [one, two] = [await acquire(), await acquire()];
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      const release = await acquire();
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
      release();
      release();
    };
    const all = Array.from({ length: 12 }, work);
    one();
    one();
    two();
    await Promise.all(all);
    expect(most).toBe(2);
  });

  it('are taken in the background by what is sent, and not by what people ask', async () => {
    const test = await begin();
    const seen: boolean[] = [];
    test.messenger.before = () => void seen.push(isInBackground());
    await publish(test);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set([true]));
    expect(isInBackground()).toBe(false);
  });
});

describe('people at a database with places for everybody', () => {
  const never = { sleep: () => new Promise<void>(() => {}) };

  it('are waited for until the last of them has gone', async () => {
    const people = createPresence(never);
    const order: string[] = [];
    await people.gone();
    const [one, two] = [people.enter(), people.enter()];
    const message = people.gone().then(() => order.push('message'));
    one();
    one();
    await new Promise(setImmediate);
    order.push('person 2');
    two();
    await message;
    expect(order).toEqual(['person 2', 'message']);
  });

  it('are not waited for without end', async () => {
    let over = (): void => {};
    const people = createPresence({ sleep: () => new Promise<void>((resolve) => (over = resolve)) });
    people.enter();
    const message = people.gone();
    over();
    await message;
  });
});

describe('what goes out', () => {
  it('lets in whoever knocks between two messages', async () => {
    const order: string[] = [];
    const messages = [1, 2, 3].map(async (number) => {
      await letPeopleIn();
      order.push(`message ${number}`);
      if (number === 1) setImmediate(() => order.push('knock'));
    });
    await Promise.all(messages);
    expect(order).toEqual(['message 1', 'knock', 'message 2', 'message 3']);
  });
});
