import { run } from './run.js';

await run(() => import('../cli.js'));
