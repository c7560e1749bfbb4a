import { isCollection, isScalar, LineCounter, type Node, parseDocument, stringify } from 'yaml';
import { type Programme, programmeSchema } from './schema.js';

/** What is wrong with a template file, and where. */
export interface TemplateFault {
  /** As a text editor counts, from 1. */
  line: number;
  /** "release.days", or absent where the file cannot be read at all. */
  field?: string;
  problem: string;
}

export type TemplateReading = { ok: true; programme: Programme } | { ok: false; faults: TemplateFault[] };

/** Reads a programme's template: YAML, or JSON, which is YAML too. Every fault has its line and field. */
export function readTemplate(text: string): TemplateReading {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\ufeff/u, ''), { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      faults: document.errors.map(({ pos, message }) => ({
        line: lines.linePos(pos[0]).line,
        problem: `This line cannot be read: ${message.replace(/\.?$/u, '.')}`,
      })),
    };
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined;
      if ((isScalar(node) || isCollection(node)) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  let content: unknown;
  try {
    content = document.toJS();
  } catch {
    // Aliases that lead nowhere, or grow without end.
    return { ok: false, faults: [{ line: 1, problem: 'Please write it without YAML’s anchors (&) and aliases (*).' }] };
  }
  if (content === null || typeof content !== 'object') {
    return {
      ok: false,
      faults: [
        { line: 1, problem: 'This is no programme. Begin with a copy: workgroup programmes --copy primary-tfm' },
      ],
    };
  }
  const parsed = programmeSchema.safeParse(content);
  if (parsed.success) return { ok: true, programme: parsed.data };
  return {
    ok: false,
    faults: parsed.error.issues
      .map((issue): TemplateFault => {
        const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
        const path = unknown === undefined ? issue.path : [...issue.path, unknown];
        const missing = issue.path.length > 0 && document.getIn(issue.path) === undefined;
        return {
          line: lineOf(path),
          ...(path.length > 0 && { field: path.join('.') }),
          problem:
            unknown !== undefined ? 'There is no such field.' : missing ? 'This field is missing.' : issue.message,
        };
      })
      .sort((a, b) => a.line - b.line),
  };
}

/** A programme as a file that can be edited and read again. */
export const writeTemplate = (programme: Programme): string => stringify(programme, { lineWidth: 0 });
