import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../shared/package-root.js';
import { builtIn } from './built-in.js';
import { matchProgramme, type Programme } from './schema.js';

const folder = path.join(packageRoot, 'src/features/programmes/templates');

/** As `workgroup programmes` lists them: of two programmes with one name, the newer first. */
const order = [
  'secondary-tfm',
  'secondary-tfm-1920',
  'open-classroom',
  'specialist-cohort',
  'primary-tfm',
  'planning-observation',
  'sktm-ect',
  'sktm-non-specialist',
  'subject-leadership',
  'mat-leads',
  'y5-8-continuity',
  'core-maths',
];

/** The templates that come with the product. */
export const programmes: readonly Programme[] = builtIn.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));

export const findProgramme = (idOrName: string): Programme | undefined => matchProgramme(programmes, idOrName);

/** The file of a programme that comes with the product, with its comments. */
export const templateFile = (id: string): string => readFileSync(path.join(folder, `${id}.yaml`), 'utf8');
