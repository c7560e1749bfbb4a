import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from './package-root.js';

/** Which Nodes run the product: "^20.19 || ^22.16 || >=24", from package.json */
export const supportedNodes: string = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')).engines
  .node;

/** The Node that runs this: "22.16.0" */
export const runningNode: string = process.versions.node;

/** What is wrong with a Node, in a sentence that says which one is needed. */
export function faultOfNode(version = runningNode, range = supportedNodes): string | undefined {
  if (isSupported(version, range)) return undefined;
  return `This is Node ${version}. The bot needs Node ${inWords(range)}: install one from https://nodejs.org, then run npm ci again.`;
}

/** @param range of the two forms that package.json uses, `^20.19` and `>=24`, joined by `||` */
function isSupported(version: string, range: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return partsOf(range).some(({ newer, from: [fromMajor = 0, fromMinor = 0] }) =>
    major === fromMajor ? minor >= fromMinor : newer && major > fromMajor,
  );
}

const partsOf = (range: string): { newer: boolean; from: number[] }[] =>
  range.split('||').map((part) => ({
    newer: part.includes('>='),
    from: part
      .replace(/[^\d.]/gu, '')
      .split('.')
      .map(Number),
  }));

/** "20.19 or a later 20, 22.16 or a later 22, or 24 or newer" */
function inWords(range: string): string {
  const words = partsOf(range).map(({ newer, from }) =>
    newer ? `${from.join('.')} or newer` : `${from.join('.')} or a later ${from[0]}`,
  );
  return words.length === 1 ? words.join() : `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`;
}
