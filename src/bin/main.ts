import { run } from './run.js';

await run(() => import('../main.js'));
