import fc from 'fast-check';
import type { Json } from './raw-door.js';

type Path = readonly (string | number)[];
type Node = Json | unknown[];

/** No activity of Teams' is nested deeper. */
const deepest = 12;

/** What stands in something that was sent: each place, the whole first. */
function pathsOf(node: unknown, depth = 0): Path[] {
  if (!isNode(node) || depth === deepest) return [[]];
  return [
    [],
    ...Object.entries(node).flatMap(([key, value]) => pathsOf(value, depth + 1).map((rest) => [key, ...rest])),
  ];
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What stands where something else should. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, [], {}, [[]], [null], [{}], { id: null }, { id: {} }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\u001b[2J',
    '\u202e@here',
    '\ud800',
    'x\udc00',
    '💥',
    '..',
    '../../v3',
    '%2e%2e',
    '%',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', "' OR 1=1 --", 'teams:a:b', ';messageid=1'),
  fc.constantFrom('personal', 'channel', 'groupChat', 'message', 'invoke', 'task/submit', 'remove', 'refresh', 'words'),
  fc.constantFrom('<at>'.repeat(5000), '?'.repeat(20_000), '&nbsp;'.repeat(5000), '€'.repeat(400), '[](http://x)'),
  fc.constantFrom('file:///etc/passwd', 'http://127.0.0.1:1/', 'javascript:alert(1)', 'HTTP://LOCALHOST'),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 1 }),
  fc.nat(3).map((more) => nested(10 ** more)),
);

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { id: value };
  return value;
}

export interface Change {
  /** Which place, counted round. */
  at: number;
  what: 'replace' | 'delete' | 'wrap' | 'cut' | 'add' | 'rename' | 'swap';
  value: unknown;
}

export const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  what: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'delete', 'wrap', 'cut', 'add', 'rename', 'swap'),
  value: odd,
});

const names = ['__proto__', 'constructor', 'id', 'workgroup', 'value', 'tenant', 'x'];

/** The same with one thing wrong; the original stays as it is. */
export function mangle(whole: unknown, { at, what, value }: Change): unknown {
  const paths = pathsOf(whole);
  const path = paths[at % paths.length] ?? [];
  const put = (node: unknown, [key, ...rest]: Path): unknown => {
    if (key === undefined) return instead(node);
    const copy = copyOf(node as Node);
    if (rest.length === 0 && (what === 'delete' || what === 'rename' || what === 'swap')) return within(copy, key);
    return own(copy, key, put((node as Json)[key], rest));
  };
  /** What stands in the place of what was there. */
  const instead = (node: unknown): unknown => {
    if (what === 'wrap') return [node];
    if (what === 'cut' && typeof node === 'string') return node.slice(0, at % (node.length + 1));
    if (what === 'add' && typeof node === 'string') return `${node}${typeof value === 'string' ? value : '\0'}`;
    if (what === 'add' && isNode(node)) return own(copyOf(node), names[at % names.length] ?? 'x', value);
    return value;
  };
  const within = (node: Node, key: string | number): Node => {
    const was = (node as Json)[key];
    const others = Object.keys(node);
    const other = what === 'rename' ? (names[at % names.length] ?? 'x') : (others[at % others.length] ?? key);
    const there = (node as Json)[other];
    if (Array.isArray(node)) return node.filter((_one, index) => index !== Number(key));
    delete node[key];
    if (what === 'delete') return node;
    return what === 'rename' ? own(node, other, was) : own(own(node, other, was), key, there);
  };
  return put(whole, path);
}

const copyOf = (node: Node): Node => (Array.isArray(node) ? [...node] : { ...node });

/** Sets a key of its own, whatever it is called. */
function own<Target extends Node>(node: Target, key: string | number, value: unknown): Target {
  return Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
}
