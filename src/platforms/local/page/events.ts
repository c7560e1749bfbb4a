import { reportConnection } from './api.js';
import type { Changed } from './contract.js';
import { whileWorking } from './working.js';

/** Calls back whenever something changed, and after each reconnection, when something may have. */
export function listenForChanges(changed: (news?: Changed) => void): void {
  let lost = false;
  const connect = () => {
    const source = new EventSource('/local/events');
    source.addEventListener('open', () => {
      reportConnection(true);
      if (lost) changed();
      lost = false;
    });
    source.addEventListener('changed', (event) => changed(JSON.parse(event.data) as Changed));
    source.addEventListener('error', () => {
      lost = true;
      reportConnection(false);
      source.close();
      setTimeout(connect, 1500);
    });
  };
  connect();
}

/** Runs a task now or, if it is running, once more afterwards, and at most every 50 ms. */
export function coalesce(task: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    await whileWorking(async () => {
      do {
        again = false;
        await task().catch(reportError);
        await new Promise((resolve) => setTimeout(resolve, 50));
      } while (again);
      running = false;
    });
  };
}
