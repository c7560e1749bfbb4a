import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../shared/package-root.js';
import { readTemplate } from './reading.js';
import type { Programme } from './schema.js';

const folder = path.join(packageRoot, 'src/features/programmes/templates');

/**
 * The templates that come with the product, one file each, in no order. The build puts what this reads in its place:
 * YAML's reader would cost a running bot 17 MB.
 */
export const builtIn: readonly Programme[] = readdirSync(folder).map((file) => read(path.join(folder, file)));

function read(file: string): Programme {
  const reading = readTemplate(readFileSync(file, 'utf8'));
  if (reading.ok) return reading.programme;
  const [fault] = reading.faults;
  throw new Error(`${file}: line ${fault?.line}${fault?.field ? `, ${fault.field}` : ''}: ${fault?.problem}`);
}
