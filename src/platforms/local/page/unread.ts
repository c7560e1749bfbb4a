import type { Message } from './contract.js';

/** Remembers how far each place was read. What was there at first sight counts as read. */
export function createUnread() {
  const read = new Map<string, number>();
  return {
    see(key: string, messages: readonly Message[]): void {
      read.set(key, messages.at(-1)?.id ?? 0);
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
