import type { Message } from './contract.js';

/** Remembers how far each place was read. What was there at first sight counts as read. */
export function createUnread() {
  const read = new Map<string, number>();
  return {
    see(key: string, messages: readonly Message[]): void {
      // The newest need not be the last: threads stay together.
      read.set(key, Math.max(0, ...messages.map(({ id }) => id)));
    },
    count(key: string, messages: readonly Message[]): number {
      const last = read.get(key);
      if (last === undefined) {
        this.see(key, messages);
        return 0;
      }
      return messages.filter((message) => message.id > last && !message.mine).length;
    },
  };
}
