import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../src/shared/package-root.js';

export const exampleFile = (name: string): string => path.join(packageRoot, 'examples', name);

export const example = (name: string): Promise<Uint8Array> => readFile(exampleFile(name));

/** Routes that need no more than the group, or nothing: whatever else is sent along, they do what they are for. */
export const needsOnlyTheGroup = /^(people\.stand|carry-on\.(un)?stop|calendar\.renew)/u;
